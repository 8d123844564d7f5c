import { GroupIntake, PipelinedDatabase } from '@herald/database';
import { CLOCK, type Clock, maskPhone } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BatchCache } from './batch-cache';
import type { CallbackEvent, EventOutcome } from './callback-outcome';
import { CallbackWatch } from './callback-watch';
import { commitGroup } from './commit-group';

const MAX_GROUP = 1_000;
const MAX_WAITING = 10_000;
/** Of a status that is logged. */
const MAX_STATUS = 40;
/** One group under way while the next one fills: more would be smaller, and each has a price of its own. */
const LANES = 1;

/** Where verified status callbacks go: `accept` resolves when the event is committed to Postgres, and not before. */
@Injectable()
export class CallbackIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly cache = new BatchCache();
  private readonly intake: GroupIntake<CallbackEvent, EventOutcome>;

  constructor(
    database: PipelinedDatabase,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    watch: CallbackWatch,
  ) {
    this.intake = new GroupIntake({
      name: 'callbacks',
      commit: (events) =>
        database.transaction((tx) => commitGroup(tx, { events, now: clock.now(), cache: this.cache })),
      maxGroup: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      lanes: LANES,
      logger,
      now: () => clock.now().getTime(),
      onCommitted: (events, outcomes, milliseconds) => {
        watch.committed(outcomes, milliseconds);
        this.reportUnknown(events, outcomes);
      },
      onRefused: (events) => {
        watch.refused(events);
      },
    });
    watch.show(() => this.intake.size);
  }

  /** @throws when it could not be committed, or not in time: the provider has to come again */
  accept(event: CallbackEvent): Promise<EventOutcome> {
    return this.intake.accept(event);
  }

  /** Gives back what has waited too long for Postgres. */
  tick(): Promise<void> {
    return this.intake.tick();
  }

  onApplicationBootstrap(): void {
    this.intake.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.intake.stop();
  }

  private reportUnknown(events: readonly CallbackEvent[], outcomes: readonly EventOutcome[]): void {
    const statuses = new Map<string, number>();
    outcomes.forEach((outcome, index) => {
      const event = events[index];
      if (event === undefined || outcome === 'applied' || outcome === 'unchanged') return;
      if (outcome === 'unknown_status') {
        const status = (event.unknownStatus ?? '').slice(0, MAX_STATUS);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        return;
      }
      this.logger.warn(
        { event: `callbacks.${outcome}`, batch_id: event.batchId, to: event.to && maskPhone(event.to) },
        'a callback is about nothing in the ledger',
      );
    });
    // One line for all: a status that the provider makes up some day may come with every message.
    for (const [status, callbacks] of statuses) {
      const line = { event: 'callbacks.unknown_status', status, callbacks };
      this.logger.warn(line, 'callbacks tell a status that Herald does not know: they prove acceptance, and no more');
    }
  }
}
