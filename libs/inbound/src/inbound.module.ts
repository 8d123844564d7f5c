import { ConsentModule } from '@herald/consent';
import { type DynamicModule, Module } from '@nestjs/common';
import { AnswerService } from './answers/answer.service';
import { AnswersRepository } from './answers/answers.repository';
import type { AnswerSettings } from './domain/answer';
import { ANSWER_SETTINGS, InboundIntake } from './inbound-intake';
import { InboundListService } from './inbound-list.service';
import { ReplyReviews } from './reply-reviews';
import { INBOUND_KEPT, type InboundKept, InboundRetention } from './retention/inbound-retention';
import { WebhookIntake } from './webhooks/webhook-intake';
import { WebhookListService } from './webhooks/webhook-list.service';
import { WebhookTally } from './webhooks/webhook-tally';
import { WebhookWatch } from './webhooks/webhook-watch';

/** For ingress; needs ObservabilityModule, DatabaseModule and PipelinedDatabaseModule. */
@Module({})
export class InboundIntakeModule {
  static forRoot(answers: AnswerSettings): DynamicModule {
    return {
      module: InboundIntakeModule,
      imports: [ConsentModule],
      providers: [
        { provide: ANSWER_SETTINGS, useValue: answers },
        InboundIntake,
        WebhookIntake,
        WebhookTally,
        WebhookWatch,
      ],
      exports: [InboundIntake, WebhookIntake, WebhookTally],
    };
  }
}

/** For whoever shows what came in, and decides what it meant. */
@Module({
  imports: [ConsentModule],
  providers: [InboundListService, ReplyReviews, WebhookListService],
  exports: [InboundListService, ReplyReviews, WebhookListService],
})
export class InboundListModule {}

/** Sends the answers that are messages of their own. Give it the PlivoClientModule it shall send with. */
@Module({})
export class AnswersModule {
  static forRoot(provider: DynamicModule): DynamicModule {
    return {
      module: AnswersModule,
      imports: [provider],
      providers: [AnswersRepository, AnswerService],
      exports: [AnswerService],
    };
  }
}

/** Needs DatabaseModule, the clock and the logger. Starts no loop: whoever runs the tick does. */
@Module({})
export class InboundRetentionModule {
  static forRoot(kept: InboundKept): DynamicModule {
    return {
      module: InboundRetentionModule,
      providers: [InboundRetention, { provide: INBOUND_KEPT, useValue: kept }],
      exports: [InboundRetention],
    };
  }
}
