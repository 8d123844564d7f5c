import { LanesModule } from '@herald/lanes';
import { Module } from '@nestjs/common';
import { LanesController } from './lanes.controller';

@Module({ imports: [LanesModule], controllers: [LanesController] })
export class LanesApiModule {}
