import { senderKey, senderType } from '@herald/lanes';
import { Injectable } from '@nestjs/common';
import { checkSender, checkStranger } from '../domain/check/check-sender';
import { type CapLeft, capProblems } from '../domain/check/daily-cap';
import type { Channel, SenderFact } from '../domain/check/sender-fact';
import type { Destination, SenderProblem } from '../domain/check/sender-problem';
import { SenderFactsRepository } from './sender-facts.repository';

/** One of the two is given: what a campaign is sent from. */
export interface CampaignSender {
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
}

export interface SenderCheck {
  readonly channel: Channel;
  /** Empty while nobody knows; then only what does not depend on it is checked. */
  readonly destinations: readonly Destination[];
  /** Daily caps on its way. */
  readonly caps?: readonly CapLeft[];
}

/** Says before a campaign is launched what its sender would fail for. */
@Injectable()
export class Senders {
  constructor(private readonly facts: SenderFactsRepository) {}

  /** Whether Herald knows any sender: if not, they are managed elsewhere, and nothing is said of them. */
  managed(): Promise<boolean> {
    return this.facts.any();
  }

  /** Errors first. A sender Herald knows nothing of is a warning; one it knows in a wrong state an error. */
  async check({ src, powerpack_uuid: powerpack }: CampaignSender, use: SenderCheck): Promise<SenderProblem[]> {
    const field = src === null ? 'powerpack_uuid' : 'src';
    const caps = capProblems(use.caps ?? [], field);
    if (!(await this.facts.any())) return caps;
    const sender = senderKey(src ?? powerpack ?? '');
    const known = await this.facts.find(sender);
    const problems =
      known === undefined ? checkStranger(strangerOf(sender), use, field) : checkSender(known, use, field);
    return [...problems, ...caps].sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ severity }: SenderProblem): number {
  return severity === 'error' ? 0 : 1;
}

function strangerOf(sender: string): SenderFact {
  const type = senderType(sender);
  const capabilities = { sms: true, mms: true, whatsapp: true };
  const shape = type === 'long_code' ? 'number' : type;
  return { sender, type: shape, country: null, capabilities, state: 'active', tollfree: null, tendlc: null };
}
