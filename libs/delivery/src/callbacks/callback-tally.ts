import { Database } from '@herald/database';
import { CLOCK, type Clock, Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { addStats } from './callback-commit.repository';
import type { CallbackOutcome, EventOutcome } from './callback-outcome';
import { CallbackWatch } from './callback-watch';

/** What is turned away without a transaction of its own. */
export type TurnedAway = Exclude<CallbackOutcome, EventOutcome>;

const FLUSH_EVERY_MS = 1_000;

/** Counts in memory what ingress turns away, and writes the sums now and then: a flood of forged requests costs no writes. */
@Injectable()
export class CallbackTally implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private counts = new Map<TurnedAway, number>();
  private readonly flushing: Periodic;

  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly watch: CallbackWatch,
  ) {
    this.flushing = new Periodic({
      everyMs: FLUSH_EVERY_MS,
      tick: () => this.tick(),
      onError: () => {
        this.logger.warn({ event: 'callbacks.tally_failed' }, 'counts of refused callbacks are kept for the next try');
      },
    });
  }

  add(outcome: TurnedAway): void {
    this.watch.turnedAway(outcome);
    this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
  }

  /** Writes what was counted since the last time; keeps it when that fails. */
  async tick(): Promise<void> {
    if (this.counts.size === 0) return;
    const counts = this.counts;
    this.counts = new Map();
    try {
      await addStats(this.database, this.clock.now(), counts);
    } catch (error) {
      for (const [outcome, count] of counts) this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + count);
      throw error;
    }
    this.logger.warn({ event: 'callbacks.turned_away', ...Object.fromEntries(counts) }, 'callbacks were turned away');
  }

  onApplicationBootstrap(): void {
    this.flushing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushing.stop();
    await this.tick();
  }
}
