import { CallbackStatsModule } from '@herald/delivery';
import { LedgerModule } from '@herald/ledger';
import { ReportingModule } from '@herald/reporting';
import { type DynamicModule, Module } from '@nestjs/common';
import { CallbackStatsController } from './callback-stats.controller';
import { CampaignExistsGuard } from './campaign-exists.guard';
import { MessageController } from './message.controller';
import { MessagesController } from './messages.controller';
import { ProgressController } from './progress.controller';
import { RebuildController } from './rebuild.controller';
import { ReportController } from './report.controller';

@Module({})
export class ReportingApiModule {
  /** @param lookups `MessageLookupModule.forRoot(…)` */
  static forRoot(lookups: DynamicModule): DynamicModule {
    return {
      module: ReportingApiModule,
      imports: [ReportingModule, LedgerModule, CallbackStatsModule, lookups],
      controllers: [
        ReportController,
        RebuildController,
        MessageController,
        MessagesController,
        ProgressController,
        CallbackStatsController,
      ],
      providers: [CampaignExistsGuard],
    };
  }
}
