import { Database, DatabaseModule } from '@herald/database';
import {
  AccountFailures,
  BatchDesk,
  BatchDeskModule,
  CampaignMedia,
  Backlog,
  DeliveryModule,
  FeedService,
  LeaseService,
  ReconcileService,
  ProbeService,
  ResendService,
  type SendingOptions,
  type SendResult,
  SendService,
  SettleService,
  type Ticket,
} from '@herald/delivery';
import { Lanes } from '@herald/lanes';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { QueueModule } from '@herald/queue';
import { Test, type TestingModule } from '@nestjs/testing';

import { type Simulator, startSimulator, type StartOptions } from '../../../apps/plivo-sim/src/simulator';
import { ClaimRepository } from '../../../libs/delivery/src/sending/claim.repository';
import { OutcomeRepository } from '../../../libs/delivery/src/sending/outcome.repository';
import { UnknownRepository } from '../../../libs/delivery/src/settling/unknown.repository';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { testRedis } from '../../support/redis';

/** One worker's worth of services, without its loops: tests call the ticks. */
export interface Worker {
  readonly feed: FeedService;
  readonly leases: LeaseService;
  readonly settle: SettleService;
  readonly reconcile: ReconcileService;
  readonly failures: AccountFailures;
  readonly probes: ProbeService;
  readonly backlog: Backlog;
  readonly lanes: Lanes;
  readonly resend: ResendService;
  readonly media: CampaignMedia;
  send(ticket: Ticket, stopping?: AbortSignal): Promise<SendResult>;
}

/** The repositories behind the services, for tests of single steps. */
export interface Inside {
  readonly claims: ClaimRepository;
  readonly outcomes: OutcomeRepository;
  readonly unknown: UnknownRepository;
  readonly leases: LeaseService;
  readonly desk: BatchDesk;
}

export interface DeliveryBench {
  /** Of its Postgres database. */
  readonly url: string;
  readonly database: Database;
  readonly simulator: Simulator;
  /** Nothing but what it says of itself: requests, accepted messages, destinations more than once. */
  ledger(): Promise<SimulatorLedger>;
  /** Starts another worker on the same Postgres and Redis. */
  worker(options?: Partial<SendingOptions>): Promise<Worker>;
  inside(): Inside;
  close(): Promise<void>;
}

interface SimulatorLedger {
  readonly requests: Readonly<Record<string, number>>;
  readonly accepted_messages: number;
  readonly by_error_code: Readonly<Record<string, number>>;
  readonly distinct_destinations: number;
  readonly destinations_more_than_once: number;
}

const BOUNDLESS = {
  requestsPerWindow: 1_000_000,
  windowMs: 1_000,
  concurrency: 100,
  accountMessagesPerSecond: 1_000_000,
  senderMessagesPerSecond: 1_000_000,
};

export async function setUpDelivery(start: StartOptions = {}): Promise<DeliveryBench> {
  const [testDatabase, simulator] = await Promise.all([
    createTestDatabase(),
    startSimulator({ preset: 'open', ...start, options: { callbacks: { enabled: false }, ...start.options } }),
  ]);
  const redis = testRedis();
  const modules: TestingModule[] = [];
  const compile = async (options: Partial<SendingOptions>): Promise<TestingModule> => {
    const module = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }) }),
        DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 10 }),
        QueueModule.forRoot({ redisUrl: redis.url, prefix: redis.prefix }),
        BatchDeskModule,
        DeliveryModule.forRoot({
          redis,
          limits: BOUNDLESS,
          callbacks: { publicUrl: 'http://127.0.0.1:9', secret: 's'.repeat(32) },
          account: { authId: simulator.authId, authToken: simulator.authToken, baseUrl: simulator.url },
          connectTimeoutMs: 1_000,
          responseTimeoutMs: 2_000,
          connections: 20,
          ...options,
        }),
      ],
    }).compile();
    modules.push(await module.init());
    return module;
  };
  const first = await compile({});
  return {
    database: first.get(Database),
    url: testDatabase.url,
    simulator,
    ledger: async () => (await fetch(`${simulator.url}/_sim/ledger/summary`)).json() as Promise<SimulatorLedger>,
    worker: async (options = {}) => workerOf(await compile(options)),
    inside: () => ({
      claims: first.get(ClaimRepository),
      outcomes: first.get(OutcomeRepository),
      unknown: first.get(UnknownRepository),
      leases: first.get(LeaseService),
      desk: first.get(BatchDesk),
    }),
    close: () => closeAll(modules, simulator, testDatabase),
  };
}

function workerOf(module: TestingModule): Worker {
  const sender = module.get(SendService);
  return {
    feed: module.get(FeedService),
    leases: module.get(LeaseService),
    settle: module.get(SettleService),
    reconcile: module.get(ReconcileService),
    failures: module.get(AccountFailures),
    probes: module.get(ProbeService),
    backlog: module.get(Backlog, { strict: false }),
    lanes: module.get(Lanes, { strict: false }),
    resend: module.get(ResendService),
    media: module.get(CampaignMedia),
    send: (ticket, stopping = new AbortController().signal) => sender.send(ticket, stopping),
  };
}

async function closeAll(
  modules: readonly TestingModule[],
  simulator: Simulator,
  database: TestDatabase,
): Promise<void> {
  for (const module of modules) {
    await module.close();
  }
  await simulator.close();
  await database.drop();
}
