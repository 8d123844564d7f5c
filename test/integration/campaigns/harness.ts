import { AudienceModule } from '@herald/audience';
import {
  CampaignLifecycle,
  CampaignService,
  CampaignsModule,
  CompletionService,
  ForecastService,
  ErrorBudgetService,
  PlanService,
  ScheduleService,
} from '@herald/campaigns';
import { Database, DatabaseModule } from '@herald/database';
import { type Clock, systemClock } from '@herald/kernel';
import { Lanes } from '@herald/lanes';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { PLAN_QUEUE, type PlanJob, type Queue, QueueModule } from '@herald/queue';
import { getQueueToken } from '@nestjs/bull';
import { Test, type TestingModule } from '@nestjs/testing';
import { tmpdir } from 'node:os';
import { createTestDatabase } from '../../support/postgres';
import { boundlessLanes } from '../../support/boundless-lanes';
import { testRedis } from '../../support/redis';

/** A clock that stands until it is moved. */
class TestClock implements Clock {
  constructor(private time: Date) {}

  now(): Date {
    return this.time;
  }

  set(time: string): void {
    this.time = new Date(time);
  }
}

export const NOON = '2026-03-01T12:00:00Z';
export const RECEIPT_TIMEOUT_MS = 3_600_000;

/** The campaigns lib on somebody else's database. */
export async function campaignsOn(url: string, clock: Clock = systemClock): Promise<TestingModule> {
  const redis = testRedis();
  const module = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }), clock }),
      DatabaseModule.forRoot({ url, poolSize: 10 }),
      QueueModule.forRoot({ redisUrl: redis.url, prefix: redis.prefix }),
      AudienceModule.forRoot({ folder: tmpdir(), maxBytes: 1_000_000 }),
      CampaignsModule.forRoot({ receiptTimeoutMs: RECEIPT_TIMEOUT_MS }),
    ],
  }).compile();
  return module.init();
}

/** The campaigns lib on a database and a Redis prefix of its own, at noon. */
export async function setup() {
  const testDatabase = await createTestDatabase();
  const clock = new TestClock(new Date(NOON));
  const module = await campaignsOn(testDatabase.url, clock);
  await boundlessLanes(module.get(Database));
  return {
    clock,
    database: module.get(Database),
    campaigns: module.get(CampaignService),
    lifecycle: module.get(CampaignLifecycle),
    forecasts: module.get(ForecastService),
    planner: module.get(PlanService),
    schedule: module.get(ScheduleService),
    completion: module.get(CompletionService),
    lanes: module.get(Lanes, { strict: false }),
    budget: module.get(ErrorBudgetService),
    plans: module.get<Queue<PlanJob>>(getQueueToken(PLAN_QUEUE)),
    close: async (): Promise<void> => {
      await module.close();
      await testDatabase.drop();
    },
  };
}

export type Herald = Awaited<ReturnType<typeof setup>>;
