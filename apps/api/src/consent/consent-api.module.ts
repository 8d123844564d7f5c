import { ConsentModule } from '@herald/consent';
import { Module } from '@nestjs/common';
import { SuppressionsController } from './suppressions.controller';

@Module({ imports: [ConsentModule], controllers: [SuppressionsController] })
export class ConsentApiModule {}
