import { Module } from '@nestjs/common';
import { Consent } from './consent';
import { SenderRulesReader } from './sender-rules';
import { SenderScopes } from './sender-scopes';
import { SuppressionService } from './suppression.service';
import { SuppressionsRepository } from './suppressions.repository';

/** Needs DatabaseModule and the clock. */
@Module({
  providers: [Consent, SenderRulesReader, SenderScopes, SuppressionService, SuppressionsRepository],
  exports: [Consent, SenderScopes, SuppressionService],
})
export class ConsentModule {}
