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
export { CampaignsModule, type CampaignsOptions } from './campaigns.module';
export { CompletionService } from './completion.service';
export { CAMPAIGN_STATES, CAMPAIGN_TRANSITIONS, type CampaignState } from './domain/campaign-state';
export { IF_LATE, type IfLate } from './domain/late-policy';
export { type PlanOutcome, PlanService } from './plan.service';
export { BATCH_SIZE } from './plan.repository';
export { ScheduleService } from './schedule.service';
