import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { applyRollups, transitionBatches } from '@herald/ledger';
import { type Counter, LOGGER, type Logger, type Metrics, METRICS } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

const AT_ONCE = 500;

export interface LeasesEnded {
  /** Handed out and never claimed (Redis lost the job, the worker died waiting): to be fed again. */
  readonly fed: number;
  /** Claimed, and its sender never came back: the request may or may not have gone out. */
  readonly sending: number;
}

/** Takes batches back from workers that are gone. */
@Injectable()
export class LeaseService {
  private readonly ended: Counter<'state'>;

  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) metrics: Metrics,
  ) {
    this.ended = metrics.counter({
      name: 'herald_leases_ended_total',
      help: 'Batches taken back from workers that are gone, by the state they were in.',
      labels: ['state'],
    });
  }

  /** Safe to run in any number of workers at once. */
  async tick(): Promise<LeasesEnded> {
    const ended = {
      fed: await this.database.transaction((tx) => giveBackFed(tx)),
      sending: await this.database.transaction((tx) => doubtSending(tx, this.clock.now())),
    };
    this.ended.inc({ state: 'fed' }, ended.fed);
    this.ended.inc({ state: 'sending' }, ended.sending);
    if (ended.fed + ended.sending > 0) {
      this.logger.warn({ event: 'lease.ended', ...ended }, 'leases ended: workers are gone');
    }
    return ended;
  }
}

async function giveBackFed(tx: Transaction): Promise<number> {
  const ids = await ended(tx, 'fed');
  if (ids.length === 0) return 0;
  const moved = await transitionBatches(tx, { ids, from: ['fed'], to: 'planned', set: { fenceBy: 1 } });
  return moved.length;
}

async function doubtSending(tx: Transaction, now: Date): Promise<number> {
  const ids = await ended(tx, 'sending');
  if (ids.length === 0) return 0;
  const error = 'its sender was gone before it could tell what became of the request';
  // The fence stays: should the sender come back after all, it may still say what it knows.
  const moved = await transitionBatches(tx, { ids, from: ['sending'], to: 'unknown', set: { error } });
  await applyRollups(tx, {
    requests: moved.map((batch) => ({
      campaignId: batch.campaign_id,
      outcome: 'unknown' as const,
      at: now,
      requests: 1,
      messages: batch.open,
    })),
  });
  return moved.length;
}

async function ended(tx: Transaction, state: 'fed' | 'sending'): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM batches WHERE state = $1 AND state IN ('fed', 'sending') AND lease_until < now()
     ORDER BY id LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`,
    [state],
  );
  return rows.map(({ id }) => id);
}
