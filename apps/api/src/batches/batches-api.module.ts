import { BatchDeskModule } from '@herald/delivery';
import { Module } from '@nestjs/common';

import { BatchesController } from './batches.controller';

@Module({ imports: [BatchDeskModule], controllers: [BatchesController] })
export class BatchesApiModule {}
