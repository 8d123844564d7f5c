export { type CampaignHold } from './domain/campaign-hold';
export { CampaignHolds } from './campaign-holds';
export {
  type AttemptsReport,
  type Counted,
  type DestinationCount,
  type ErrorCount,
  type Report,
  type ReportMinute,
  type StateCount,
} from './domain/report';
export { type Check, type Verification } from './ledger-check/check';
export { LedgerCheck } from './ledger-check/ledger-check';
export { type MessageHistory, MessageHistoryService } from './message-history';
export { MessageListService } from './message-list.service';
export { type MessageFilter, type MessagePage, type MessageView } from './message-page';
export { type Progress } from './progress';
export { ProgressFeed, type ProgressEvent } from './progress-feed';
export { ReportService } from './report.service';
export { ReportingModule } from './reporting.module';
