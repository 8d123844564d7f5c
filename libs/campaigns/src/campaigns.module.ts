import { ContentModule } from '@herald/content';
import { LanesModule } from '@herald/lanes';
import { SenderCheckModule } from '@herald/senders';
import { type DynamicModule, Module } from '@nestjs/common';
import { BlastService } from './blast.service';
import { CampaignLifecycle } from './campaign-lifecycle';
import { CampaignMediaCheck } from './campaign-media-check';
import { CampaignService } from './campaign.service';
import { BACKLOG_SECONDS, type CampaignsOptions } from './campaigns-options';
import { CampaignsRepository } from './campaigns.repository';
import { CompletionService } from './completion.service';
import { DEFAULT_BACKLOG_S } from './domain/batch-size';
import { ForecastService } from './forecast.service';
import { ForecastRepository } from './forecast.repository';
import { ErrorBudgetService } from './error-budget.service';
import { PlanRepository } from './plan.repository';
import { PlanService } from './plan.service';
import { RECEIPT_TIMEOUTS, ReceiptTimeout } from './receipt-timeout';
import { PriceService } from './price.service';
import { DailyUseRepository } from './daily-use.repository';
import { PreviewService } from './preview.service';
import { PricesRepository } from './prices.repository';
import { ScheduleService } from './schedule.service';
import { SenderReadiness } from './sender-readiness';

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
      ForecastService,
      PreviewService,
      PriceService,
      ErrorBudgetService,
    ];
    return {
      module: CampaignsModule,
      imports: [ContentModule, LanesModule, SenderCheckModule],
      providers: [
        ...services,
        CampaignMediaCheck,
        CampaignsRepository,
        DailyUseRepository,
        ForecastRepository,
        PlanRepository,
        PricesRepository,
        ReceiptTimeout,
        SenderReadiness,
        {
          provide: RECEIPT_TIMEOUTS,
          useValue: { ms: options.receiptTimeoutMs, byCountryMs: options.receiptTimeoutByCountryMs ?? {} },
        },
        { provide: BACKLOG_SECONDS, useValue: options.backlogSeconds ?? DEFAULT_BACKLOG_S },
      ],
      exports: services,
    };
  }
}
