import type { Config } from '@herald/config';
import { DeliveryModule } from '@herald/delivery';
import { type DynamicModule, Module } from '@nestjs/common';

import { DeliveryLoops } from './delivery-loops';
import { SendProcessor, WORKER_CONCURRENCY } from './send-processor';

@Module({})
export class WorkerDeliveryModule {
  static forRoot(config: Config): DynamicModule {
    const { authId, authToken, baseUrl, connectTimeoutMs, responseTimeoutMs } = config.plivo;
    const concurrency = Math.min(config.worker.concurrency, config.limits.concurrency);
    return {
      module: WorkerDeliveryModule,
      imports: [
        DeliveryModule.forRoot({
          redis: config.redis,
          limits: config.limits,
          callbacks: config.callbacks,
          account: { authId, authToken, baseUrl },
          connectTimeoutMs,
          responseTimeoutMs,
          connections: concurrency,
        }),
      ],
      providers: [{ provide: WORKER_CONCURRENCY, useValue: concurrency }, SendProcessor, DeliveryLoops],
    };
  }
}
