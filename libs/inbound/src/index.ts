export { AnswerService } from './answers/answer.service';
export { type AnswerSettings } from './domain/answer';
export {
  type InboundIntent,
  type InboundMeaning,
  type InboundMessage,
  type InboundType,
} from './domain/inbound-message';
export { payloadOf } from './domain/payload';
export { AnswersModule, InboundIntakeModule, InboundListModule, InboundRetentionModule } from './inbound.module';
export { InboundIntake } from './inbound-intake';
export { InboundListService } from './inbound-list.service';
export { type InboundFilter, type InboundPage, type InboundView, type ReplyPage } from './inbound-page';
export { readInbound } from './read-inbound';
export { ReplyReviews } from './reply-reviews';
export { type Forgotten, InboundRetention } from './retention/inbound-retention';
export { type WebhookKind } from './webhooks/webhook-event';
export { WebhookIntake } from './webhooks/webhook-intake';
export { type WebhookDay, WebhookListService, type WebhookPage } from './webhooks/webhook-list.service';
export { WebhookTally } from './webhooks/webhook-tally';
