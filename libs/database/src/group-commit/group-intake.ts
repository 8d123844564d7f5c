import { Periodic } from '@herald/kernel';
import type { Logger } from '@herald/observability';
import { afterFailure, nameOfFailure } from './commit-failure';
import { GroupCommitter } from './group-committer';

/** The provider waits 8 s for an answer, 5 s by one of its articles, and comes again only three times. */
const PATIENCE_MS = 4_000;
const RETRY_MS = 200;

export interface GroupIntakeOptions<Event, Outcome> {
  /** What log lines call the events: `callbacks`, `inbound`, … */
  readonly name: string;
  /** One transaction for the whole group; tells for each event, in order, what it did. */
  readonly commit: (events: readonly Event[]) => Promise<readonly Outcome[]>;
  readonly maxGroup: number;
  /** Events that may wait for their commit; more are refused, so memory is bounded. */
  readonly maxWaiting: number;
  /** Groups that may be under way at once. */
  readonly lanes: number;
  readonly logger: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told after each commit. */
  readonly onCommitted: (events: readonly Event[], outcomes: readonly Outcome[], milliseconds: number) => void;
  /** Told how many events were given back uncommitted. */
  readonly onRefused: (events: number) => void;
}

/**
 * Where events of the provider go whose 200 must mean that they are in Postgres: committed in groups, tried again while Postgres
 * is away or slow, given back when they have waited 4 s, in bounded memory. Call `start` first and `stop` last.
 */
export class GroupIntake<Event, Outcome> {
  private readonly committer: GroupCommitter<Event, Outcome>;
  private readonly givingBack: Periodic;

  constructor(private readonly options: GroupIntakeOptions<Event, Outcome>) {
    const { maxGroup, maxWaiting, lanes, now } = options;
    this.committer = new GroupCommitter({
      commit: (events) => this.commit(events),
      maxGroup,
      maxWaiting,
      lanes,
      patience: { limitMs: PATIENCE_MS, retryMs: RETRY_MS, now },
    });
    this.givingBack = new Periodic({ everyMs: RETRY_MS, tick: () => this.tick(), onError: () => undefined });
  }

  /** Resolves once the event is durable. @throws when it could not be committed, or not in time: the provider has to come again */
  accept(event: Event): Promise<Outcome> {
    return this.committer.submit(event);
  }

  /** Events that wait or are under way. */
  get size(): number {
    return this.committer.size;
  }

  start(): void {
    this.givingBack.start();
  }

  /** Waits until everything is committed or given back. */
  async stop(): Promise<void> {
    await this.committer.drain();
    await this.givingBack.stop();
  }

  /** Gives back what has waited too long for Postgres. */
  tick(): Promise<void> {
    const refused = this.committer.giveBackLate() + this.committer.takeTurnedAway();
    if (refused > 0) {
      const { name, logger, onRefused } = this.options;
      onRefused(refused);
      logger.error({ event: `${name}.refused`, refused }, `${name} were given back: Postgres does not keep up`);
    }
    return Promise.resolve();
  }

  /** @throws when Postgres is not there or not able: the group may be committed later */
  private async commit(events: readonly Event[], triedBefore = false): Promise<(Outcome | Error)[]> {
    const start = performance.now();
    try {
      const outcomes = await this.options.commit(events);
      this.options.onCommitted(events, outcomes, performance.now() - start);
      return [...outcomes];
    } catch (error) {
      const next = afterFailure(error);
      const { name, logger } = this.options;
      logger.error(
        { event: `${name}.commit_failed`, cause: nameOfFailure(error), next, events: events.length },
        `a group of ${name} was not committed`,
      );
      if (next === 'again' && !triedBefore) return this.commit(events, true);
      if (next === 'later') throw error;
      if (next === 'one_by_one' && events.length > 1) return this.commitOneByOne(events);
      const cause = error instanceof Error ? error : new Error(String(error));
      return events.map(() => cause);
    }
  }

  private async commitOneByOne(events: readonly Event[]): Promise<(Outcome | Error)[]> {
    const results: (Outcome | Error)[] = [];
    for (const event of events) {
      // Those before it are committed: a Postgres that goes away in the middle is no reason to bring them again.
      results.push(...(await this.commit([event]).catch((error: unknown) => [error as Error])));
    }
    return results;
  }
}
