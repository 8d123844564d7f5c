import { CallbackStatsModule } from '@herald/delivery';
import { LedgerModule } from '@herald/ledger';
import { ReportingModule } from '@herald/reporting';
import { Module } from '@nestjs/common';
import { CallbackStatsController } from './callback-stats.controller';
import { CampaignExistsGuard } from './campaign-exists.guard';
import { MessagesController } from './messages.controller';
import { ProgressController } from './progress.controller';
import { RebuildController } from './rebuild.controller';
import { ReportController } from './report.controller';

@Module({
  imports: [ReportingModule, LedgerModule, CallbackStatsModule],
  controllers: [ReportController, RebuildController, MessagesController, ProgressController, CallbackStatsController],
  providers: [CampaignExistsGuard],
})
export class ReportingApiModule {}
