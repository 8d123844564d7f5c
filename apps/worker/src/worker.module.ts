import type { Config } from '@herald/config';
import { DatabaseModule } from '@herald/database';
import { CLOCK, systemClock } from '@herald/kernel';
import { type Logger, LoggerModule } from '@herald/observability';
import { QueueModule } from '@herald/queue';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { WorkerDeliveryModule } from './delivery/worker-delivery.module';

@Global()
@Module({ providers: [{ provide: CLOCK, useValue: systemClock }], exports: [CLOCK] })
class ClockModule {}

@Module({})
export class WorkerModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ClockModule,
        LoggerModule.forRoot(logger),
        DatabaseModule.forRoot(config.database),
        QueueModule.forRoot({ redisUrl: config.redis.url, prefix: config.redis.prefix }),
        WorkerDeliveryModule.forRoot(config),
      ],
    };
  }
}
