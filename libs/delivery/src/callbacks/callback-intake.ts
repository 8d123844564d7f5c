import { PipelinedDatabase } from '@herald/database';
import { CLOCK, type Clock, maskPhone, Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BatchCache } from './batch-cache';
import type { CallbackEvent, EventOutcome } from './callback-outcome';
import { CallbackWatch } from './callback-watch';
import { afterFailure, nameOfFailure } from './commit-failure';
import { commitGroup } from './commit-group';
import { GroupCommitter } from './group-committer';

const MAX_GROUP = 1_000;
const MAX_WAITING = 10_000;
/** One group under way while the next one fills: more would only wait for each other's rollup cells. */
const LANES = 1;
/** The provider waits 8 s for an answer, 5 s by one of its articles, and comes again only three times. */
const PATIENCE_MS = 4_000;
const RETRY_MS = 200;

/** Where verified status callbacks go: `accept` resolves when the event is committed to Postgres, and not before. */
@Injectable()
export class CallbackIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly cache = new BatchCache();
  private readonly committer: GroupCommitter<CallbackEvent, EventOutcome>;
  private readonly givingBack: Periodic;

  constructor(
    private readonly database: PipelinedDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly watch: CallbackWatch,
  ) {
    this.committer = new GroupCommitter({
      commit: (events) => this.commit(events),
      maxGroup: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      lanes: LANES,
      patience: { limitMs: PATIENCE_MS, retryMs: RETRY_MS, now: () => clock.now().getTime() },
    });
    this.givingBack = new Periodic({ everyMs: RETRY_MS, tick: () => this.tick(), onError: () => undefined });
    watch.show(() => this.committer.size);
  }

  /** @throws when it could not be committed, or not in time: the provider has to come again */
  accept(event: CallbackEvent): Promise<EventOutcome> {
    return this.committer.submit(event);
  }

  /** Gives back what has waited too long for Postgres. */
  tick(): Promise<void> {
    const refused = this.committer.giveBackLate() + this.committer.takeTurnedAway();
    if (refused > 0) {
      this.watch.refused(refused);
      this.logger.error(
        { event: 'callbacks.refused', refused },
        'callbacks were given back: Postgres does not keep up',
      );
    }
    return Promise.resolve();
  }

  onApplicationBootstrap(): void {
    this.givingBack.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.committer.drain();
    await this.givingBack.stop();
  }

  /** @throws when Postgres is not there or not able: the group may be committed later */
  private async commit(events: readonly CallbackEvent[], triedBefore = false): Promise<(EventOutcome | Error)[]> {
    const start = performance.now();
    try {
      const outcomes = await this.database.transaction((tx) =>
        commitGroup(tx, { events, now: this.clock.now(), cache: this.cache }),
      );
      this.watch.committed(outcomes, performance.now() - start);
      this.reportUnknown(events, outcomes);
      return [...outcomes];
    } catch (error) {
      const next = afterFailure(error);
      this.logger.error(
        { event: 'callbacks.commit_failed', cause: nameOfFailure(error), next, events: events.length },
        'a group of callbacks was not committed',
      );
      if (next === 'again' && !triedBefore) return this.commit(events, true);
      if (next === 'later') throw error;
      if (next === 'one_by_one' && events.length > 1) return this.commitOneByOne(events);
      const cause = error instanceof Error ? error : new Error(String(error));
      return events.map(() => cause);
    }
  }

  private async commitOneByOne(events: readonly CallbackEvent[]): Promise<(EventOutcome | Error)[]> {
    const results: (EventOutcome | Error)[] = [];
    for (const event of events) {
      // Those before it are committed: a Postgres that goes away in the middle is no reason to bring them again.
      results.push(...(await this.commit([event]).catch((error: unknown) => [error as Error])));
    }
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
