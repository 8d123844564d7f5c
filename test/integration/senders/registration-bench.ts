import { Database, DatabaseModule } from '@herald/database';
import type { Clock } from '@herald/kernel';
import { createLogger, ObservabilityModule } from '@herald/observability';
import {
  CampaignImports,
  RegistrationEnds,
  RegistrationNumbers,
  Registrations,
  type RegistrationView,
  SubmitService,
  SyncService,
  TendlcModule,
  TendlcWorkModule,
  WebhookService,
} from '@herald/senders';
import { Test, type TestingModule } from '@nestjs/testing';
import { createServer } from 'node:net';
import { IngressModule } from '../../../apps/ingress/src/ingress.module';
import { type Simulator, startSimulator, type StartOptions } from '../../../apps/plivo-sim/src/simulator';
import { ANSWERS } from '../../support/answer-settings';
import { createTestDatabase } from '../../support/postgres';
import { waitFor } from '../../support/wait-for';
import { BRAND, CAMPAIGN, PROFILE } from './registration-details';

export interface Paid {
  /** How often each kind was handed in at the provider: brands and campaigns cost money. */
  readonly submissions: Readonly<Record<string, number>>;
  readonly registrations: readonly { readonly kind: string; readonly id: string; readonly state: string }[];
}

export interface RegistrationBench {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly simulator: Simulator;
  readonly registrations: Registrations;
  readonly imports: CampaignImports;
  readonly numbers: RegistrationNumbers;
  readonly ends: RegistrationEnds;
  /** What workers do, of as many as there are. */
  readonly workers: readonly {
    readonly submit: SubmitService;
    readonly sync: SyncService;
    readonly webhooks: WebhookService;
  }[];
  /** Puts the clock of Herald forward; the provider's stays. */
  readonly pass: (ms: number) => void;
  /** A complete registration. */
  readonly begin: (name?: string) => Promise<RegistrationView>;
  readonly submit: (id: number) => Promise<RegistrationView>;
  /** One tick of everything, of every worker at once. */
  readonly tick: () => Promise<void>;
  /** Ticks until the registration is as wanted. */
  readonly until: (id: number, wanted: (view: RegistrationView) => boolean) => Promise<RegistrationView>;
  readonly sim: (method: string, path: string, body?: object) => Promise<unknown>;
  readonly paid: () => Promise<Paid>;
  readonly close: () => Promise<void>;
}

interface BenchOptions {
  readonly simulator?: StartOptions['options'];
  readonly workers?: number;
  readonly silenceMs?: number;
}

const HOUR_MS = 3_600_000;

/** The provider simulated, ingress for its webhooks, and workers without loops, on a database of their own. */
export async function setUpRegistrations({
  simulator: options = {},
  workers = 1,
  silenceMs = HOUR_MS,
}: BenchOptions = {}): Promise<RegistrationBench> {
  const [testDatabase, port] = await Promise.all([createTestDatabase(), freePort()]);
  const simulator = await startSimulator({
    preset: 'open',
    options: { registration: { step_seconds: 0.02 }, ...options },
  });
  const { authId, authToken, url: baseUrl } = simulator;
  const publicUrl = `http://127.0.0.1:${port}`;
  let ahead = 0;
  const clock: Clock = { now: () => new Date(Date.now() + ahead) };
  const logger = createLogger({ app: 'test', level: 'silent' });
  const ingress = await Test.createTestingModule({
    imports: [
      IngressModule.forRoot(
        {
          database: { url: testDatabase.url, poolSize: 3 },
          callbacks: { publicUrl, secret: 's'.repeat(32) },
          inbound: ANSWERS,
          ingress: { host: '127.0.0.1', port },
          plivo: { authToken, mainAuthToken: undefined },
        },
        { logger },
      ),
    ],
  }).compile();
  await ingress.init();
  const modules: TestingModule[] = [];
  for (let worker = 0; worker < workers; worker += 1) {
    const sending = { publicUrl, requestMs: 3_000, silenceMs, settle: { graceMs: 0, roundMs: 0 } };
    const provider = { authId, authToken, baseUrl, connectTimeoutMs: 1_000, responseTimeoutMs: 2_000, connections: 2 };
    const imports = [
      ObservabilityModule.forRoot({ logger, clock }),
      DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 4 }),
      TendlcModule,
      TendlcWorkModule.forRoot(sending, provider),
    ];
    modules.push(await Test.createTestingModule({ imports }).compile());
  }
  const [first] = modules;
  if (first === undefined) throw new Error('there must be a worker');
  const registrations = first.get(Registrations, { strict: false });
  const services = modules.map((module) => ({
    submit: module.get(SubmitService, { strict: false }),
    sync: module.get(SyncService, { strict: false }),
    webhooks: module.get(WebhookService, { strict: false }),
  }));
  const tick = async (): Promise<void> => {
    await Promise.all(services.flatMap(({ submit, sync, webhooks }) => [submit.tick(), sync.tick(), webhooks.tick()]));
  };
  const sim = async (method: string, path: string, body?: object): Promise<unknown> => {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${baseUrl}/_sim/${path}`, { method, ...content });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    database: first.get(Database, { strict: false }),
    databaseUrl: testDatabase.url,
    simulator,
    registrations,
    imports: first.get(CampaignImports, { strict: false }),
    numbers: first.get(RegistrationNumbers, { strict: false }),
    ends: first.get(RegistrationEnds, { strict: false }),
    workers: services,
    pass: (ms) => {
      ahead += ms;
    },
    begin: (name = 'Offers') =>
      registrations.create({ name, details: { profile: PROFILE, brand: BRAND, campaign: CAMPAIGN } }),
    submit: async (id) => registrations.submit(id, { acceptCost: (await registrations.get(id)).cost.total }),
    tick,
    until: (id, wanted) =>
      waitFor('the registration to go on', async () => {
        await tick();
        const view = await registrations.get(id);
        return wanted(view) ? view : undefined;
      }),
    sim,
    paid: async () => (await sim('GET', 'registrations')) as Paid,
    close: async () => {
      await simulator.close();
      for (const module of modules) await module.close();
      await ingress.close();
      await testDatabase.drop();
    },
  };
}

/** A port that was free a moment ago: the public URL has to be known before ingress listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
