import { ReportingModule } from '@herald/reporting';
import { Module } from '@nestjs/common';
import { CampaignExistsGuard } from './campaign-exists.guard';
import { MessagesController } from './messages.controller';
import { ProgressController } from './progress.controller';
import { ReportController } from './report.controller';

@Module({
  imports: [ReportingModule],
  controllers: [ReportController, MessagesController, ProgressController],
  providers: [CampaignExistsGuard],
})
export class ReportingApiModule {}
