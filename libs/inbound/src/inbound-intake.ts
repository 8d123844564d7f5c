import { Consent } from '@herald/consent';
import { GroupIntake, PipelinedDatabase } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { commitInbound, type InboundOutcome } from './commit-inbound';
import type { AnswerSettings } from './domain/answer';
import type { InboundMessage } from './domain/inbound-message';
import { WebhookWatch } from './webhooks/webhook-watch';

export const ANSWER_SETTINGS = Symbol('ANSWER_SETTINGS');

const MAX_GROUP = 500;
/** Of some hundred bytes each, of 64 kB at the very most. */
const MAX_WAITING = 4_000;

/** Where verified inbound messages go: `accept` resolves when the message, and an opt-out in it, are committed; and not before. */
@Injectable()
export class InboundIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly intake: GroupIntake<InboundMessage, InboundOutcome>;

  constructor(
    database: PipelinedDatabase,
    consent: Consent,
    @Inject(ANSWER_SETTINGS) answers: AnswerSettings,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
    watch: WebhookWatch,
  ) {
    this.intake = new GroupIntake({
      name: 'inbound',
      commit: (messages) =>
        database.transaction((sql) => commitInbound(sql, { messages, now: clock.now(), consent, answers })),
      maxGroup: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      // A second group would wait for the first one's counters.
      lanes: 1,
      logger,
      now: () => clock.now().getTime(),
      onCommitted: (_messages, outcomes) => {
        const fresh = outcomes.filter(({ kind }) => kind === 'stored').length;
        watch.count('inbound', 'stored', fresh);
        watch.count('inbound', 'repeated', outcomes.length - fresh);
      },
      onRefused: (messages) => {
        watch.count('inbound', 'refused', messages);
      },
    });
    watch.show('inbound', () => this.intake.size);
  }

  /** @throws when it could not be committed, or not in time: the provider has to come again */
  accept(message: InboundMessage): Promise<InboundOutcome> {
    return this.intake.accept(message);
  }

  onApplicationBootstrap(): void {
    this.intake.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.intake.stop();
  }
}
