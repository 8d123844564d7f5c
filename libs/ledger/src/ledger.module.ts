import { Module } from '@nestjs/common';
import { LedgerRebuild } from './rebuild/ledger-rebuild';

/** Needs DatabaseModule and the logger. */
@Module({ providers: [LedgerRebuild], exports: [LedgerRebuild] })
export class LedgerModule {}
