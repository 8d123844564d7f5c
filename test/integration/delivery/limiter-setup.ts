import { Database, DatabaseModule } from '@herald/database';
import { systemClock } from '@herald/kernel';
import { type ConfiguredLimits, Lanes, LanesModule } from '@herald/lanes';
import { createLogger, Metrics, ObservabilityModule } from '@herald/observability';
import { setMaxListeners } from 'node:events';
import { Test, type TestingModule } from '@nestjs/testing';

import type { DeliveryOptions } from '../../../libs/delivery/src/delivery-options';
import { BottleneckLimiter } from '../../../libs/delivery/src/limiter/bottleneck-limiter';
import { DailyUseRepository } from '@herald/campaigns';
import { CapUsage } from '../../../libs/delivery/src/limiter/cap-usage';
import { LimiterMetrics } from '../../../libs/delivery/src/limiter/limiter-metrics';
import type { ProviderAnswer, Report } from '../../../libs/delivery/src/limiter/send-limiter';
import { createTestDatabase } from '../../support/postgres';
import { type TestRedis, testRedis } from '../../support/redis';

const BOUNDLESS = {
  requestsPerWindow: 1_000_000,
  windowMs: 1_000,
  concurrency: 1_000,
  accountMessagesPerSecond: 1_000_000,
  senderMessagesPerSecond: 1_000_000,
};
/** Nobody ever leaves by it, and everybody listens to it. */
export const never = new AbortController().signal;
setMaxListeners(0, never);
export const SENDER = '14155550000';
export const lane = (units: number, sender = SENDER) => ({ sender, country: 'US', units });

export interface Limiters {
  readonly database: Database;
  readonly lanes: Lanes;
  /** Limiters of so many workers with Redis keys of their own, after the limits were written to the lanes. */
  make(
    limits: ConfiguredLimits,
    options?: { redis?: TestRedis; count?: number; lookupsPerMinute?: number },
  ): Promise<BottleneckLimiter[]>;
  closeMade(): Promise<void>;
  close(): Promise<void>;
}

/** Real Postgres for the lanes, real Redis for the rest. */
export async function setUpLimiters(): Promise<Limiters> {
  const testDatabase = await createTestDatabase();
  const logger = createLogger({ app: 'test', level: 'silent' });
  const imports = [
    ObservabilityModule.forRoot({ logger }),
    DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 5 }),
    LanesModule,
  ];
  const modules: TestingModule[] = [];
  const lanesOf = async (): Promise<Lanes> => {
    const module = await Test.createTestingModule({ imports }).compile();
    modules.push(module);
    return module.get(Lanes);
  };
  const lanes = await lanesOf();
  const others = await Promise.all([1, 2, 3].map(() => lanesOf()));
  const database = lanesModule(modules).get(Database);
  const open: BottleneckLimiter[] = [];
  return {
    database,
    lanes,
    make: async (limits, { redis = testRedis(), count = 3, lookupsPerMinute } = {}) => {
      await Promise.all([lanes, ...others].map((each) => each.configure({ ...BOUNDLESS, ...limits })));
      const options: DeliveryOptions = {
        redis,
        limits: {},
        callbacks: { publicUrl: 'http://127.0.0.1:9', secret: 's'.repeat(32) },
        connectTimeoutMs: 1_000,
        responseTimeoutMs: 1_000,
        connections: 10,
        ...(lookupsPerMinute === undefined ? {} : { lookupsPerMinute }),
      };
      const made = others.slice(0, count).map((each) => {
        const metrics = new LimiterMetrics(new Metrics());
        return new BottleneckLimiter(
          options,
          each,
          new CapUsage(new DailyUseRepository(database)),
          metrics,
          systemClock,
          logger,
        );
      });
      open.push(...made);
      return made;
    },
    closeMade: async () => {
      await Promise.all(open.splice(0).map((limiter) => limiter.onApplicationShutdown()));
    },
    close: async () => {
      await Promise.all(modules.map((module) => module.close()));
      await testDatabase.drop();
    },
  };
}

function lanesModule([first]: readonly TestingModule[]): TestingModule {
  if (first === undefined) throw new Error('no module was made');
  return first;
}

/** The workers in turn. */
export function at(limiters: readonly BottleneckLimiter[], index: number): BottleneckLimiter {
  const limiter = limiters[index % limiters.length];
  if (limiter === undefined) throw new Error('there are no workers');
  return limiter;
}

/** A request that the provider takes. */
export async function went(report: Report): Promise<'went'> {
  await report({ kind: 'answered', ms: 1 });
  return 'went';
}

/** A provider with a strict sliding window; remembers when it was asked and what it said. */
export class StrictProvider {
  readonly asked: { readonly at: number; readonly taken: boolean }[] = [];

  constructor(
    public limit: number,
    private readonly windowMs: number,
    private readonly retryAfterMs?: number,
  ) {}

  readonly request = async (report: Report): Promise<'taken' | 'throttled'> => {
    const now = performance.now();
    const taken = this.asked.filter((each) => each.taken && each.at > now - this.windowMs).length < this.limit;
    this.asked.push({ at: now, taken });
    const throttled = { kind: 'throttled', retryAfterMs: this.retryAfterMs } as const;
    const answer: ProviderAnswer = taken ? { kind: 'answered', ms: 1 } : throttled;
    await report(answer);
    return taken ? 'taken' : 'throttled';
  };

  /** Those taken and refused between two moments. */
  between(from: number, to: number): { readonly taken: number; readonly refused: number } {
    const asked = this.asked.filter(({ at: moment }) => moment >= from && moment < to);
    const taken = asked.filter((each) => each.taken).length;
    return { taken, refused: asked.length - taken };
  }
}
