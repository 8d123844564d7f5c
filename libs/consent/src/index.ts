export { Consent, type InboundOutcome, type InboundReply } from './consent';
export { ConsentModule } from './consent.module';
export { SuppressionFiles } from './csv/suppression-files';
export { type KeywordTableInput } from './domain/check-keywords';
export { type Decision, DECISIONS, REVIEW_STATES } from './domain/review-state';
export { type Scope, type ScopeKey, SCOPES } from './domain/scope';
export { FailureFeedback } from './feedback/failure-feedback';
export { FailurePolicies, type FailurePolicy } from './feedback/failure-policies';
export { type ConsentEvent, ConsentHistory } from './history/consent-history';
export { type DecidedBy, type Review, Reviews } from './reviews/reviews';
export { SenderScopes } from './sender-scopes';
export { type ConsentSetting, ConsentSettings } from './settings/consent-settings';
export { KeywordTables, type StoredKeywordTable } from './settings/keyword-tables';
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
