export { type Blast, type BlastInput, BlastService, type CheckedBlast } from './blast.service';
export {
  type Campaign,
  type CampaignInput,
  type CampaignReason,
  LOG_PREFERENCES,
  type LogPreference,
} from './campaign';
export { CampaignLifecycle, type Cancelled } from './campaign-lifecycle';
export { type CampaignPage, type CampaignPatch, CampaignService } from './campaign.service';
export { CampaignsModule } from './campaigns.module';
export { type CampaignsOptions } from './campaigns-options';
export { CompletionService } from './completion.service';
export { CAMPAIGN_STATES, type CampaignState } from './domain/campaign-state';
export { type ErrorBudget } from './domain/error-budget';
export { IF_LATE, type IfLate } from './domain/late-policy';
export { type ResendPolicy } from './domain/resend-policy';
export { ErrorBudgetService } from './error-budget.service';
export { MAY_RESEND, RESENDABLE, resendParameters } from './resend-candidates';
export { type PlanOutcome, PlanService } from './plan.service';
export { BATCH_SIZE, batchSize, DEFAULT_BACKLOG_S, DEFAULT_EXPIRY_S, windowSeconds } from './domain/batch-size';
export { type DailyUse, DailyUseRepository } from './daily-use.repository';
export { pacificDay } from './domain/pacific-day';
export { type Forecast, type ForecastLane } from './domain/forecast';
export { type ForecastProblem } from './domain/forecast-problems';
export { ForecastService } from './forecast.service';
export { type PreviewedMessage, PreviewService } from './preview.service';
export { type Price, PriceService } from './price.service';
export { RECEIPT_LOOK } from './receipt-timeout';
export { ScheduleService } from './schedule.service';
