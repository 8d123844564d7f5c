export { payloadOf } from './domain/payload';
export { InboundIntakeModule } from './inbound.module';
export { type WebhookKind } from './webhooks/webhook-event';
export { WebhookIntake } from './webhooks/webhook-intake';
export { WebhookTally } from './webhooks/webhook-tally';
