import { Module } from '@nestjs/common';
import { WebhookIntake } from './webhooks/webhook-intake';
import { WebhookTally } from './webhooks/webhook-tally';
import { WebhookWatch } from './webhooks/webhook-watch';

/** For ingress; needs ObservabilityModule, DatabaseModule and PipelinedDatabaseModule. */
@Module({ providers: [WebhookIntake, WebhookTally, WebhookWatch], exports: [WebhookIntake, WebhookTally] })
export class InboundIntakeModule {}
