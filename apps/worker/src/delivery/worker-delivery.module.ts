import type { Config } from '@herald/config';
import { DeliveryModule } from '@herald/delivery';
import { type DynamicModule, Module } from '@nestjs/common';

import { DeliveryLoops } from './delivery-loops';
import { SendProcessor, JOBS_AT_ONCE } from './send-processor';

/** A batch spends as long before and after its request as in it. */
const JOBS_PER_REQUEST = 2;

@Module({})
export class WorkerDeliveryModule {
  static forRoot(config: Config): DynamicModule {
    const { authId, authToken, baseUrl, connectTimeoutMs, responseTimeoutMs } = config.plivo;
    const concurrency = Math.min(config.worker.concurrency, config.limits.concurrency ?? Infinity);
    return {
      module: WorkerDeliveryModule,
      imports: [
        DeliveryModule.forRoot({
          redis: config.redis,
          limits: config.limits,
          ...config.feeding,
          callbacks: config.callbacks,
          account: { authId, authToken, baseUrl },
          connectTimeoutMs,
          responseTimeoutMs,
          connections: concurrency,
          settleAfterMs: config.settling.graceMs,
          settleRoundMs: config.settling.roundMs,
          silentAfterMs: config.settling.silentAfterMs,
          lookupsPerMinute: config.settling.lookupsPerMinute,
          receiptTimeout: {
            defaultMs: config.worker.receiptTimeoutMs,
            byCountryMs: config.worker.receiptTimeoutByCountryMs,
          },
        }),
      ],
      providers: [{ provide: JOBS_AT_ONCE, useValue: concurrency * JOBS_PER_REQUEST }, SendProcessor, DeliveryLoops],
    };
  }
}
