import { PlivoNumberLinks } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import type { LinkDirection } from '../domain/tendlc/link-state';
import { recordReason } from './record-reason';
import { callbackOf, SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import type { Columns } from './step-tables';
import type { Seen, StepWork, WorkRow } from './step-work';

interface LinkRow extends WorkRow {
  /** Digits. */
  readonly number: string;
  readonly direction: LinkDirection;
}

@Injectable()
export class LinkWork implements StepWork<LinkRow> {
  readonly kind = 'link';
  readonly parent = {
    join: 'JOIN tendlc_campaigns c ON c.id = s.campaign',
    id: 'c.campaign_id',
    ready: `(c.state = 'registered' OR s.direction = 'unlink')`,
  };

  constructor(
    private readonly links: PlivoNumberLinks,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
  ) {}

  forbidden(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async submit({ parent, number, direction }: LinkRow): Promise<Columns> {
    const campaignId = parent ?? '';
    const callback = callbackOf(this.options);
    if (direction === 'link') await this.links.link(campaignId, { numbers: [number], ...callback });
    else await this.links.unlink(campaignId, number, callback);
    return {};
  }

  async find({ parent, number, direction }: LinkRow): Promise<Columns | undefined> {
    const status = (await this.links.get(parent ?? '', number))?.status;
    // What had failed before still says so: that is not what was asked for now.
    const arrived = direction === 'link' ? status !== undefined && status !== 'FAILED' : status !== 'COMPLETED';
    return arrived ? {} : undefined;
  }

  async look({ parent, number, direction }: LinkRow): Promise<Seen | undefined> {
    const found = await this.links.get(parent ?? '', number);
    if (found === undefined) {
      return direction === 'link' ? undefined : { to: 'success', columns: { look_at: null }, inHand: false };
    }
    const inHand = found.status === 'PROCESSING';
    if (found.status === 'FAILED') {
      return { to: 'failed', reason: recordReason(found) ?? 'the operators refused', columns: {}, inHand };
    }
    if (found.status !== 'COMPLETED') return { columns: {}, inHand };
    // Of an unlinking it may still be what was before it; whoever asks weighs that.
    const still = { to: 'failed', reason: 'the number is still linked', columns: {}, inHand } as const;
    return direction === 'link' ? { to: 'success', columns: {}, inHand } : still;
  }

  /** A link ends by being unlinked. */
  end({ id }: LinkRow): Promise<void> {
    return Promise.reject(new Error(`number link ${id} is not to be deleted`));
  }
}
