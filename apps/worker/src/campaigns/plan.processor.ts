import { type PlanOutcome, PlanService } from '@herald/campaigns';
import { LOGGER, type Logger } from '@herald/observability';
import { type Job, PLAN_QUEUE, type PlanJob } from '@herald/queue';
import { Process, Processor } from '@nestjs/bull';
import { Inject } from '@nestjs/common';

/** Plans campaigns, one at a time: the work is Postgres's. A job that is lost or fails is announced again by the schedule tick. */
@Processor(PLAN_QUEUE)
export class PlanProcessor {
  constructor(
    private readonly planner: PlanService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Process({ concurrency: 1 })
  async process({ data: { campaignId } }: Job<PlanJob>): Promise<PlanOutcome> {
    try {
      return await this.planner.plan(campaignId);
    } catch (error) {
      this.logger.error({ event: 'plan.failed', campaign_id: campaignId, err: error }, 'will be planned again');
      throw error;
    }
  }
}
