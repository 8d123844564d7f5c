import { DailyUseRepository } from '@herald/campaigns';
import { LanesModule } from '@herald/lanes';
import { Metrics } from '@herald/observability';
import { type DynamicModule, Module } from '@nestjs/common';

import { DELIVERY_OPTIONS, type LookupOptions } from '../delivery-options';
import { BottleneckLimiter } from '../limiter/bottleneck-limiter';
import { CapUsage } from '../limiter/cap-usage';
import { LimiterMetrics } from '../limiter/limiter-metrics';
import { LOOKUP_LIMITER } from '../limiter/send-limiter';
import { MessageLookup } from './message-lookup';
import { WantedRepository } from './wanted.repository';

/** For whoever shows operators what the provider knows. Needs DatabaseModule, ObservabilityModule. */
@Module({})
export class MessageLookupModule {
  /** @param client `PlivoClientModule.forRoot(…)` of the process */
  static forRoot(client: DynamicModule, options: LookupOptions): DynamicModule {
    return {
      module: MessageLookupModule,
      imports: [client, LanesModule],
      providers: [
        { provide: DELIVERY_OPTIONS, useValue: options },
        BottleneckLimiter,
        { provide: LOOKUP_LIMITER, useExisting: BottleneckLimiter },
        CapUsage,
        DailyUseRepository,
        // Nothing is sent here: shown, they would be of no request at all.
        { provide: LimiterMetrics, useFactory: () => new LimiterMetrics(new Metrics()) },
        MessageLookup,
        WantedRepository,
      ],
      exports: [MessageLookup],
    };
  }
}
