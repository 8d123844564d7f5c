import { Module } from '@nestjs/common';

import { BatchDesk } from './batch-desk';
import { BatchDeskRepository } from './batch-desk.repository';

/** For whoever shows batches to operators. Needs DatabaseModule, LoggerModule and the clock. */
@Module({ providers: [BatchDesk, BatchDeskRepository], exports: [BatchDesk] })
export class BatchDeskModule {}
