import { MessageRenderer, routeTo } from '@herald/content';
import { Database } from '@herald/database';
import { AppError } from '@herald/kernel';
import { type CapLeft, type SenderProblem, Senders } from '@herald/senders';
import { Injectable } from '@nestjs/common';
import type { Campaign, CampaignReason } from './campaign';

type Sent = Pick<Campaign, 'src' | 'powerpack_uuid' | 'type' | 'text' | 'content'>;

export interface Destinations {
  readonly countries: readonly { readonly country: string; readonly units: number }[];
  readonly caps?: readonly CapLeft[];
}

/** Whether what a campaign is sent from may send it: asked before anything is. */
@Injectable()
export class SenderReadiness {
  constructor(
    private readonly database: Database,
    private readonly senders: Senders,
  ) {}

  /** Errors first. Each country is asked of in the form it is sent in; one that is held back is not sent to at all. */
  async problems(campaign: Sent, { countries, caps = [] }: Destinations): Promise<SenderProblem[]> {
    const { src, powerpack_uuid: powerpack, type } = campaign;
    const { routes } = new MessageRenderer(campaign);
    const byChannel = new Map<Sent['type'], Destinations['countries'][number][]>();
    for (const each of countries) {
      const { channel, heldBack } = routeTo(each.country, routes);
      if (heldBack === undefined) byChannel.set(channel, [...(byChannel.get(channel) ?? []), each]);
    }
    if (byChannel.size === 0) byChannel.set(type, []);
    const found: SenderProblem[] = [];
    let left = caps;
    for (const [channel, destinations] of byChannel) {
      const sender = { src, powerpack_uuid: powerpack };
      found.push(...(await this.senders.check(sender, { channel, destinations, caps: left })));
      left = [];
    }
    const key = ({ code, message }: SenderProblem): string => `${code} ${message}`;
    return [...new Map(found.map((each) => [key(each), each])).values()];
  }

  /** Of a campaign whose list is there. @throws AppError conflict `sender_not_ready`, with each problem and its remedy */
  async assertReady(campaign: Sent & Pick<Campaign, 'list_id'>): Promise<void> {
    refuse(await this.errors(campaign, campaign.list_id));
  }

  /** Of one whose recipients are not known yet: what does not depend on them. @throws AppError as `assertReady` */
  async assertUsable(campaign: Sent): Promise<void> {
    refuse(await this.errors(campaign, undefined));
  }

  /** For the planner, who finds out what nobody could tell before the list was read. */
  async failureOf(campaign: Sent & Pick<Campaign, 'list_id'>): Promise<CampaignReason | undefined> {
    const errors = await this.errors(campaign, campaign.list_id);
    if (errors.length === 0) return undefined;
    return { code: 'sender_not_ready', message: errors.map(({ message, remedy }) => `${message} ${remedy}`).join(' ') };
  }

  private async errors(campaign: Sent, listId: number | undefined): Promise<SenderProblem[]> {
    // Where senders are managed elsewhere, nobody's contacts need be looked through.
    if (!(await this.senders.managed())) return [];
    const countries = listId === undefined ? [] : await this.countriesOf(listId);
    const problems = await this.problems(campaign, { countries });
    return problems.filter(({ severity }) => severity === 'error');
  }

  private async countriesOf(listId: number): Promise<{ country: string; units: number }[]> {
    const { rows } = await this.database.query<{ country: string }>(
      'SELECT DISTINCT country FROM contacts WHERE list_id = $1 ORDER BY country',
      [listId],
    );
    return rows.map(({ country }) => ({ country, units: 0 }));
  }
}

function refuse(errors: readonly SenderProblem[]): void {
  if (errors.length === 0) return;
  const message = errors.map((each) => `${each.message} ${each.remedy}`).join(' ');
  const details = errors.map((each) => ({ field: each.field, message: `${each.message} ${each.remedy}` }));
  throw new AppError('conflict', 'sender_not_ready', message, { details });
}
