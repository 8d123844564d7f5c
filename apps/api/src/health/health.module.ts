import { LanesModule } from '@herald/lanes';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';

@Module({ imports: [LanesModule], controllers: [HealthController, MetricsController] })
export class HealthModule {}
