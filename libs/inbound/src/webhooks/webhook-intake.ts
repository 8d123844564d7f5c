import { GroupIntake, PipelinedDatabase } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { WebhookEvent, WebhookOutcome } from './webhook-event';
import { addWebhookStats, storeWebhooks } from './webhook-inbox.repository';
import { WebhookWatch } from './webhook-watch';

const MAX_GROUP = 100;
/** Of 64 kB at most. Registrations change a few times a day: this is room for any amount that is not an attack. */
const MAX_WAITING = 1_000;

/** Where signed webhooks go that a worker applies: `accept` resolves when the event is committed to Postgres, and not before. */
@Injectable()
export class WebhookIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly intake: GroupIntake<WebhookEvent, WebhookOutcome>;

  constructor(
    private readonly database: PipelinedDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
    private readonly watch: WebhookWatch,
  ) {
    this.intake = new GroupIntake({
      name: 'webhooks',
      commit: (events) => this.commit(events),
      maxGroup: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      lanes: 1,
      logger,
      now: () => clock.now().getTime(),
      onCommitted: (events, outcomes) => {
        outcomes.forEach((outcome, index) => {
          const event = events[index];
          if (event !== undefined) this.watch.count(event.kind, countedAs(event, outcome));
        });
      },
      onRefused: () => undefined,
    });
    this.watch.show('registration', () => this.intake.size);
  }

  /** @throws when it could not be committed, or not in time: the provider has to come again */
  async accept(event: WebhookEvent): Promise<WebhookOutcome> {
    try {
      return await this.intake.accept(event);
    } catch (error) {
      this.watch.count(event.kind, 'refused');
      throw error;
    }
  }

  onApplicationBootstrap(): void {
    this.intake.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.intake.stop();
  }

  private commit(events: readonly WebhookEvent[]): Promise<WebhookOutcome[]> {
    const now = this.clock.now();
    return this.database.transaction(async (sql) => {
      const outcomes = await storeWebhooks(sql, events, now);
      const counts = outcomes.flatMap((outcome, index) => {
        const event = events[index];
        return event === undefined ? [] : [{ kind: event.kind, outcome: countedAs(event, outcome), count: 1 }];
      });
      await addWebhookStats(sql, now, counts);
      return outcomes;
    });
  }
}

/** A message of a person that nobody could read is kept here, and is still one that was not understood. */
function countedAs({ kind }: WebhookEvent, outcome: WebhookOutcome): WebhookOutcome {
  return kind === 'inbound' ? 'malformed' : outcome;
}
