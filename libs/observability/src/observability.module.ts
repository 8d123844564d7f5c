import { CLOCK, type Clock, systemClock } from '@herald/kernel';
import { type DynamicModule, Module } from '@nestjs/common';
import { Health } from './health';
import type { Logger } from './logger';
import { Metrics, METRICS } from './metrics';

/** The injection token of the process's logger: `@Inject(LOGGER) private readonly logger: Logger`. */
export const LOGGER = Symbol('LOGGER');

/** What is left out is made anew: for tests and benches. */
export interface ObservabilityOptions {
  readonly logger: Logger;
  /** The machine's, unless a test says otherwise. */
  readonly clock?: Clock;
  readonly metrics?: Metrics;
  readonly health?: Health;
}

/** What every part of every process may ask for: LOGGER, CLOCK, METRICS and Health. */
@Module({})
export class ObservabilityModule {
  static forRoot(options: ObservabilityOptions): DynamicModule {
    const { logger, clock = systemClock, metrics = new Metrics(), health = new Health() } = options;
    return {
      module: ObservabilityModule,
      global: true,
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
        { provide: METRICS, useValue: metrics },
        { provide: Health, useValue: health },
      ],
      exports: [LOGGER, CLOCK, METRICS, Health],
    };
  }
}
