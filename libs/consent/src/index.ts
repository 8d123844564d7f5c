export { Consent, type InboundOutcome, type InboundReply } from './consent';
export { ConsentModule } from './consent.module';
export { type Scope, type ScopeKey, SCOPES } from './domain/scope';
export { SenderScopes } from './sender-scopes';
export {
  type OperatorGrounds,
  type Suppression,
  type SuppressionFilter,
  type SuppressionPage,
  type SuppressionsAdded,
} from './suppression';
export { suppressionApplies } from './suppression-applies';
export { type SuppressionCause } from './suppression-changes';
export { SuppressionService } from './suppression.service';
