import { Module } from '@nestjs/common';
import { Consent } from './consent';
import { SuppressionFiles } from './csv/suppression-files';
import { FailureFeedback } from './feedback/failure-feedback';
import { FailurePolicies } from './feedback/failure-policies';
import { ConsentHistory } from './history/consent-history';
import { Reviews } from './reviews/reviews';
import { SenderRulesReader } from './sender-rules';
import { SenderScopes } from './sender-scopes';
import { ConsentSettings } from './settings/consent-settings';
import { KeywordTables } from './settings/keyword-tables';
import { SuppressionService } from './suppression.service';
import { SuppressionsRepository } from './suppressions.repository';

const services = [
  Consent,
  ConsentHistory,
  ConsentSettings,
  FailureFeedback,
  FailurePolicies,
  KeywordTables,
  Reviews,
  SenderScopes,
  SuppressionFiles,
  SuppressionService,
];

/** Needs DatabaseModule and the clock. Starts no loop: whoever runs the feedback's tick does. */
@Module({ providers: [...services, SenderRulesReader, SuppressionsRepository], exports: services })
export class ConsentModule {}
