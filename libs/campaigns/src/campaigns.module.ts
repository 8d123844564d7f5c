import { type DynamicModule, Module } from '@nestjs/common';
import { BlastService } from './blast.service';
import { CampaignLifecycle } from './campaign-lifecycle';
import { CampaignService } from './campaign.service';
import { CampaignsRepository } from './campaigns.repository';
import { CompletionService } from './completion.service';
import { PlanRepository } from './plan.repository';
import { PlanService } from './plan.service';
import { RECEIPT_TIMEOUT_MS, ReceiptTimeout } from './receipt-timeout';
import { ScheduleService } from './schedule.service';

export interface CampaignsOptions {
  /** How long a message may stay at `sent` before it counts as one without a receipt. */
  readonly receiptTimeoutMs: number;
}

/** Needs DatabaseModule, QueueModule, AudienceModule, ObservabilityModule. Starts no loop: whoever runs the ticks does. */
@Module({})
export class CampaignsModule {
  static forRoot(options: CampaignsOptions): DynamicModule {
    const services = [
      CampaignService,
      CampaignLifecycle,
      PlanService,
      ScheduleService,
      CompletionService,
      BlastService,
    ];
    return {
      module: CampaignsModule,
      providers: [
        ...services,
        CampaignsRepository,
        PlanRepository,
        ReceiptTimeout,
        { provide: RECEIPT_TIMEOUT_MS, useValue: options.receiptTimeoutMs },
      ],
      exports: services,
    };
  }
}
