import { PipelinedDatabase } from '@herald/database';
import { CLOCK, type Clock, maskPhone } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { BatchCache } from './batch-cache';
import type { CallbackEvent, EventOutcome } from './callback-outcome';
import { afterFailure, nameOfFailure } from './commit-failure';
import { commitGroup } from './commit-group';
import { GroupCommitter } from './group-committer';

const MAX_GROUP = 500;
const MAX_WAITING = 20_000;
/** One group under way while the next one fills: more would only wait for each other's rollup cells. */
const LANES = 1;

/** Where verified status callbacks go: `accept` resolves when the event is committed to Postgres, and not before. */
@Injectable()
export class CallbackIntake implements BeforeApplicationShutdown {
  private readonly cache = new BatchCache();
  private readonly committer: GroupCommitter<CallbackEvent, EventOutcome>;

  constructor(
    private readonly database: PipelinedDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.committer = new GroupCommitter({
      commit: (events) => this.commit(events),
      maxGroup: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      lanes: LANES,
    });
  }

  /** @throws when it could not be committed: the provider has to come again */
  accept(event: CallbackEvent): Promise<EventOutcome> {
    return this.committer.submit(event);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.committer.drain();
  }

  private async commit(events: readonly CallbackEvent[], triedBefore = false): Promise<(EventOutcome | Error)[]> {
    try {
      const outcomes = await this.database.transaction((tx) =>
        commitGroup(tx, { events, now: this.clock.now(), cache: this.cache }),
      );
      this.reportUnknown(events, outcomes);
      return [...outcomes];
    } catch (error) {
      const next = afterFailure(error);
      this.logger.error(
        { event: 'callbacks.commit_failed', cause: nameOfFailure(error), next, events: events.length },
        'a group of callbacks was not committed',
      );
      if (next === 'again' && !triedBefore) return this.commit(events, true);
      if (next === 'one_by_one' && events.length > 1) return this.commitOneByOne(events);
      const cause = error instanceof Error ? error : new Error(String(error));
      return events.map(() => cause);
    }
  }

  private async commitOneByOne(events: readonly CallbackEvent[]): Promise<(EventOutcome | Error)[]> {
    const results: (EventOutcome | Error)[] = [];
    for (const event of events) results.push(...(await this.commit([event])));
    return results;
  }

  private reportUnknown(events: readonly CallbackEvent[], outcomes: readonly EventOutcome[]): void {
    outcomes.forEach((outcome, index) => {
      const event = events[index];
      if (event === undefined || outcome === 'applied' || outcome === 'unchanged') return;
      this.logger.warn(
        { event: `callbacks.${outcome}`, batch_id: event.batchId, to: event.to && maskPhone(event.to) },
        'a callback is about nothing in the ledger',
      );
    });
  }
}
