import type { Sql } from '@herald/database';
import { projectRoot } from '@herald/embedded';
import { batchToken } from '@herald/delivery';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { call } from './signed-callback';

const SECRET = 's'.repeat(32);
const PUBLIC_URL = 'https://callbacks.example.com';
const NUMBERS = phones(600);

describe('an ingress that is killed', () => {
  let testDatabase: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    client = new Client({ connectionString: testDatabase.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await testDatabase.drop();
  });
  const sql: Sql = {
    query: async (text, parameters = []) => {
      const { rows, rowCount } = await client.query(text, [...parameters]);
      return { rows: rows as never[], count: rowCount ?? 0 };
    },
  };

  async function startIngress(): Promise<{ child: ChildProcess; origin: string }> {
    const child = fork(join(projectRoot(), 'dist/apps/ingress/src/main.js'), [], {
      env: {
        ...process.env,
        DATABASE_URL: testDatabase.url,
        REDIS_URL: 'redis://127.0.0.1:1',
        INGRESS_PORT: '0',
        PUBLIC_URL,
        CALLBACK_SECRET: SECRET,
        PLIVO_AUTH_ID: 'MATESTTESTTESTTEST00',
        PLIVO_AUTH_TOKEN: 'token',
        LOG_LEVEL: 'silent',
      },
    });
    const [ready] = (await once(child, 'message')) as [{ url: string }];
    return { child, origin: ready.url };
  }

  it.each([
    ['at once (kill -9)', 'SIGKILL'],
    ['in good order', 'SIGTERM'],
  ] as const)('%s has stored every callback it acknowledged', async (_how, signal) => {
    const campaign = await seedCampaign(sql, { batches: [NUMBERS] });
    const path = `/callbacks/plivo/status/${batchToken(SECRET, campaign.batches[0]?.id ?? '')}`;
    const { child, origin } = await startIngress();
    const exited = once(child, 'exit');
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    await Promise.all(
      NUMBERS.map(async (To) => {
        const fields = { Status: 'delivered', To };
        const status = await call({ origin, publicUrl: PUBLIC_URL, path, fields, authToken: 'token' }).catch(() => 0);
        statuses.add(status);
        if (status === 200) acknowledged.push(To);
        if (acknowledged.length === 50) child.kill(signal);
      }),
    );
    const ended = (await exited) as [number | null, string | null];
    expect(ended).toEqual(signal === 'SIGTERM' ? [0, null] : [null, signal]);

    const { rows } = await sql.query<{ phone: string }>(
      `SELECT phone FROM messages WHERE campaign_id = $1 AND state = 'delivered'`,
      [campaign.id],
    );
    const stored = new Set(rows.map(({ phone }) => phone));
    expect(acknowledged.length).toBeGreaterThanOrEqual(50);
    expect(acknowledged.filter((phone) => !stored.has(phone))).toEqual([]);
    expect([...statuses].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
    await expectLedger(sql);
  });
});
