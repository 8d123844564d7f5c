import { ConsentModule } from '@herald/consent';
import { InboundListModule } from '@herald/inbound';
import { Module } from '@nestjs/common';
import { ConsentHistoryController } from './consent-history.controller';
import { ConsentSettingsController } from './consent-settings.controller';
import { FailurePoliciesController } from './failure-policies.controller';
import { KeywordsController } from './keywords.controller';
import { ReviewsController } from './reviews.controller';
import { SuppressionFilesController } from './suppression-files.controller';
import { SuppressionsController } from './suppressions.controller';

@Module({
  imports: [ConsentModule, InboundListModule],
  controllers: [
    SuppressionFilesController,
    SuppressionsController,
    ReviewsController,
    ConsentSettingsController,
    FailurePoliciesController,
    KeywordsController,
    // Last: its paths begin as theirs do.
    ConsentHistoryController,
  ],
})
export class ConsentApiModule {}
