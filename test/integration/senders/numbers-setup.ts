import { Database, DatabaseModule } from '@herald/database';
import type { Clock } from '@herald/kernel';
import { Lanes, LanesModule } from '@herald/lanes';
import { createLogger, ObservabilityModule } from '@herald/observability';
import {
  PlivoClientModule,
  PlivoPools,
  PlivoPowerpacks,
  PlivoProfiles,
  PlivoTollfreeVerifications,
} from '@herald/provider';
import {
  NumbersModule,
  PowerpackDesk,
  PowerpackSync,
  SenderDirectory,
  Senders,
  ThroughputService,
  TollfreeDesk,
  TollfreeLookups,
  TollfreeWebhooks,
} from '@herald/senders';
import { Test } from '@nestjs/testing';
import { type Simulator, startSimulator } from '../../../apps/plivo-sim/src/simulator';
import type { OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import { createTestDatabase } from '../../support/postgres';

/** The account's own numbers, as the simulator knows them. */
const NUMBERS = {
  '14155550100': { type: 'long_code' },
  '14155550101': { type: 'long_code' },
  '12125550102': { type: 'long_code', capabilities: ['sms'] },
  '18885550100': { type: 'toll_free' },
  '18885550101': { type: 'toll_free' },
  '22222': { type: 'short_code', capabilities: ['sms'] },
} satisfies NonNullable<NonNullable<OptionsPatch['account']>['numbers']>;

class TestClock implements Clock {
  private aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  advance(ms: number): void {
    this.aheadMs += ms;
  }
}

/** The numbers' part of the senders lib, on a database and a simulated provider of its own. */
export async function setUpNumbers(options: OptionsPatch = {}) {
  const [testDatabase, simulator] = await Promise.all([
    createTestDatabase(),
    startSimulator({ preset: 'open', options: { ...options, account: { numbers: NUMBERS, ...options.account } } }),
  ]);
  const clock = new TestClock();
  const client = PlivoClientModule.forRoot({
    ...connectionOf(simulator),
    connectTimeoutMs: 1_000,
    responseTimeoutMs: 2_000,
    connections: 5,
  });
  const module = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }), clock }),
      DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 5 }),
      LanesModule,
      client,
      NumbersModule.forRoot({ client, publicUrl: 'http://127.0.0.1:9', powerpackSyncMs: 1 }),
    ],
  }).compile();
  await module.init();
  return {
    clock,
    simulator,
    databaseUrl: testDatabase.url,
    database: module.get(Database),
    lanes: module.get(Lanes, { strict: false }),
    directory: module.get(SenderDirectory),
    senders: module.get(Senders, { strict: false }),
    powerpacks: module.get(PowerpackDesk),
    powerpackSync: module.get(PowerpackSync),
    throughput: module.get(ThroughputService),
    tollfree: module.get(TollfreeDesk),
    tollfreeLookups: module.get(TollfreeLookups),
    tollfreeWebhooks: module.get(TollfreeWebhooks),
    provider: {
      powerpacks: module.get(PlivoPowerpacks, { strict: false }),
      pools: module.get(PlivoPools, { strict: false }),
      tollfree: module.get(PlivoTollfreeVerifications, { strict: false }),
    },
    /** The account's primary profile. */
    profile: async (): Promise<string> => {
      const { profiles } = await module.get(PlivoProfiles, { strict: false }).list();
      return profiles[0]?.profile_uuid ?? '';
    },
    /** A request to the simulator's control routes. */
    sim: async (method: string, path: string, body?: unknown): Promise<void> => {
      const answer = await fetch(simulator.url + path, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    },
    close: async (): Promise<void> => {
      await module.close();
      await simulator.close();
      await testDatabase.drop();
    },
  };
}

export type Numbers = Awaited<ReturnType<typeof setUpNumbers>>;

function connectionOf({ url, authId, authToken }: Simulator) {
  return { authId, authToken, baseUrl: url };
}

/** The problem a promise rejects with, as the API would tell it. */
export async function problemOf(promise: Promise<unknown>): Promise<{ kind: string; code: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    const { kind, code, message } = error as { kind: string; code: string; message: string };
    return { kind, code, message };
  }
  throw new Error('it was not refused');
}
