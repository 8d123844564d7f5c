import { CallbackStatsModule } from '@herald/delivery';
import { ReportingModule } from '@herald/reporting';
import { Module } from '@nestjs/common';
import { CallbackStatsController } from './callback-stats.controller';
import { CampaignExistsGuard } from './campaign-exists.guard';
import { MessagesController } from './messages.controller';
import { ProgressController } from './progress.controller';
import { ReportController } from './report.controller';

@Module({
  imports: [ReportingModule, CallbackStatsModule],
  controllers: [ReportController, MessagesController, ProgressController, CallbackStatsController],
  providers: [CampaignExistsGuard],
})
export class ReportingApiModule {}
