import { Module } from '@nestjs/common';
import { SuppressionService } from './suppression.service';
import { SuppressionsRepository } from './suppressions.repository';

/** Needs DatabaseModule and the clock. */
@Module({ providers: [SuppressionService, SuppressionsRepository], exports: [SuppressionService] })
export class ConsentModule {}
