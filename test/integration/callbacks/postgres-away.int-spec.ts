import { batchToken } from '@herald/delivery';
import { migrate, type Sql } from '@herald/database';
import { projectRoot, type Service, startPostgres } from '@herald/embedded';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { call } from './signed-callback';

const SECRET = 's'.repeat(32);
const PUBLIC_URL = 'https://callbacks.example.com';
/** The provider hangs up after 8 s. */
const PROVIDER_WAITS_MS = 8_000;
const NUMBERS = phones(400);

describe('an ingress whose Postgres goes away', () => {
  let folder: string;
  let postgres: Service;
  let child: ChildProcess;
  let origin: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-away-'));
    postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off' } });
    await migrate(postgres.url);
    child = fork(join(projectRoot(), 'dist/apps/ingress/src/main.js'), [], {
      env: {
        ...process.env,
        DATABASE_URL: postgres.url,
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
    origin = ready.url;
  });
  afterAll(async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['is shut down', () => postgres.stop()],
    [
      'crashes',
      async () => {
        process.kill(postgres.pid, 'SIGQUIT');
        await postgres.stop();
      },
    ],
  ] as const)('%s: refuses in time, goes on by itself, and has lost nothing it acknowledged', async (_how, stop) => {
    const { path, campaignId } = await seed();
    const deliver = senderTo(path);
    const before = await Promise.all(NUMBERS.slice(0, 100).map(deliver));
    const under = Promise.all(NUMBERS.slice(100, 200).map(deliver));
    await stop();
    const away = await Promise.all(NUMBERS.slice(200, 300).map(deliver));
    postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off' } });
    const all = [...before, ...(await under), ...away];

    expect(new Set(before.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(away.map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...all.map(({ milliseconds }) => milliseconds))).toBeLessThan(PROVIDER_WAITS_MS);

    // The provider comes again with what was not acknowledged, and with more.
    const open = all.filter(({ status }) => status !== 200).map(({ to }) => to);
    const after = [...open, ...NUMBERS.slice(300)];
    const answers = await untilAcknowledged(after, deliver);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(child.exitCode).toBeNull();
    expect(await delivered(campaignId)).toEqual([...NUMBERS].sort());
  });

  it('hangs: refuses in time and takes no more than it can hold; goes on when it is back', async () => {
    const { path, campaignId } = await seed();
    const deliver = senderTo(path);
    const frozen = [postgres.pid, ...(await backends())];
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    const refused = await Promise.all(NUMBERS.slice(0, 200).map(deliver));
    // Nothing has been committed for longer than a callback may wait.
    const crowd = await Promise.all(NUMBERS.slice(200).map(deliver));
    for (const pid of frozen) process.kill(pid, 'SIGCONT');

    expect(new Set([...refused, ...crowd].map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...[...refused, ...crowd].map(({ milliseconds }) => milliseconds))).toBeLessThan(PROVIDER_WAITS_MS);
    const answers = await untilAcknowledged(NUMBERS, deliver);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await delivered(campaignId)).toEqual([...NUMBERS].sort());
  });

  async function seed(): Promise<{ path: string; campaignId: number }> {
    return withClient(async (client) => {
      const sql = sqlOf(client);
      const campaign = await seedCampaign(sql, { batches: [NUMBERS] });
      const token = batchToken(SECRET, campaign.batches[0]?.id ?? '');
      return { path: `/callbacks/plivo/status/${token}`, campaignId: campaign.id };
    });
  }

  const senderTo = (path: string) => async (to: string) => {
    const began = performance.now();
    const fields = { Status: 'delivered', To: to };
    const status = await call({ origin, publicUrl: PUBLIC_URL, path, fields, authToken: 'token' });
    return { to, status, milliseconds: performance.now() - began };
  };

  async function untilAcknowledged(numbers: readonly string[], deliver: ReturnType<typeof senderTo>) {
    const first = await Promise.all(numbers.map(deliver));
    const open = first.filter(({ status }) => status !== 200).map(({ to }) => to);
    return open.length === 0 ? first : Promise.all(open.map(deliver));
  }

  async function delivered(campaignId: number): Promise<string[]> {
    return withClient(async (client) => {
      const sql = sqlOf(client);
      await expectLedger(sql);
      const { rows } = await sql.query<{ phone: string }>(
        `SELECT phone FROM messages WHERE campaign_id = $1 AND state = 'delivered' ORDER BY phone::text`,
        [campaignId],
      );
      return rows.map(({ phone }) => phone);
    });
  }

  async function backends(): Promise<number[]> {
    return withClient(async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
      );
      return rows.map(({ pid }) => pid);
    });
  }

  async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
});

function sqlOf(client: Client): Sql {
  return {
    query: async (text, parameters = []) => {
      const { rows, rowCount } = await client.query(text, [...parameters]);
      return { rows: rows as never[], count: rowCount ?? 0 };
    },
  };
}
