import { LanesModule } from '@herald/lanes';
import { Module } from '@nestjs/common';
import { CampaignHolds } from './campaign-holds';
import { DoubtWatch } from './doubt-watch';
import { LedgerCheck } from './ledger-check/ledger-check';
import { LedgerWatch } from './ledger-watch';
import { MessageHistoryService } from './message-history';
import { MessageListRepository } from './message-list.repository';
import { MessageListService } from './message-list.service';
import { ProgressFeed } from './progress-feed';
import { ProgressRepository } from './progress.repository';
import { ReportRepository } from './report.repository';
import { ReportService } from './report.service';

/** Needs DatabaseModule and ObservabilityModule. Reads only. */
@Module({
  imports: [LanesModule],
  providers: [
    CampaignHolds,
    DoubtWatch,
    LedgerCheck,
    LedgerWatch,
    MessageHistoryService,
    MessageListRepository,
    MessageListService,
    ProgressFeed,
    ProgressRepository,
    ReportRepository,
    ReportService,
  ],
  exports: [CampaignHolds, LedgerCheck, MessageHistoryService, MessageListService, ProgressFeed, ReportService],
})
export class ReportingModule {}
