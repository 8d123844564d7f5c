import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { type BatchState, transitionBatches } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import { Database } from '@herald/database';
import { Inject, Injectable } from '@nestjs/common';

import { type BatchDetail, BatchDeskRepository, type BatchFilter, type BatchSummary } from './batch-desk.repository';

/** What a person may say of a batch whose outcome nobody could find out. */
export type Decision = 'accepted' | 'not_accepted' | 'abandoned';

export interface Ruling {
  readonly as: Decision;
  /** Who says so: the name of their API key. */
  readonly decidedBy: string;
  readonly note: string | undefined;
}

export interface RuledCampaign {
  readonly batches: number;
  readonly messages: number;
}

const STATES = { accepted: 'accepted', not_accepted: 'planned', abandoned: 'abandoned' } as const satisfies Record<
  Decision,
  BatchState
>;
const MAX_AT_ONCE = 500;

/** Batches as an operator sees them, and the operator's word where nothing else could settle what became of one. */
@Injectable()
export class BatchDesk {
  constructor(
    private readonly batches: BatchDeskRepository,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** By id, oldest first. */
  list(filter: BatchFilter): Promise<BatchSummary[]> {
    return this.batches.list(filter);
  }

  /** @throws AppError not_found `batch_not_found` */
  async get(id: string): Promise<BatchDetail> {
    const batch = await this.batches.find(id);
    if (batch === undefined) throw new AppError('not_found', 'batch_not_found', `There is no batch ${id}.`);
    return batch;
  }

  /**
   * `not_accepted` lets the batch be sent again: if it had been accepted after all, its recipients get the message twice, because the operator
   * said so.
   *
   * @throws AppError not_found `batch_not_found`, conflict `batch_state`
   */
  async settle(id: string, ruling: Ruling): Promise<BatchDetail> {
    const moved = await this.rule([id], ruling);
    const batch = await this.get(id);
    if (moved.batches === 1) return batch;
    const text = `Batch ${id} is ${batch.state}: only a batch whose outcome is unknown can be settled.`;
    throw new AppError('conflict', 'batch_state', text);
  }

  /** All of a campaign's at once. @throws AppError not_found `campaign_not_found` */
  async settleCampaign(campaignId: number, ruling: Ruling): Promise<RuledCampaign> {
    if (!(await this.batches.campaignExists(campaignId))) {
      throw new AppError('not_found', 'campaign_not_found', `There is no campaign ${campaignId}.`);
    }
    let [batches, messages] = [0, 0];
    for (;;) {
      const ids = await this.batches.unknownOf(campaignId, MAX_AT_ONCE);
      if (ids.length === 0) return { batches, messages };
      const moved = await this.rule(ids, ruling);
      batches += moved.batches;
      messages += moved.messages;
    }
  }

  private async rule(ids: readonly string[], { as, decidedBy, note }: Ruling): Promise<RuledCampaign> {
    const now = this.clock.now();
    const to = STATES[as];
    const moved = await this.database.transaction((tx) =>
      transitionBatches(tx, {
        ids,
        from: ['unknown'],
        to,
        settledBy: { by: 'operator', decidedBy, note },
        // The fence is raised so that a sender that comes back after all is nobody's any more.
        set: to === 'planned' ? { fenceBy: 1, notBefore: now } : { finishedAt: now },
      }),
    );
    const messages = moved.reduce((sum, { open }) => sum + open, 0);
    if (moved.length > 0) {
      const line = { event: 'batch.ruled', as, decided_by: decidedBy, batches: moved.map(({ id }) => id), messages };
      this.logger.warn(line, 'an operator settled what nothing else could');
    }
    return { batches: moved.length, messages };
  }
}
