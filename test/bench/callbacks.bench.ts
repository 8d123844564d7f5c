import { migrate } from '@herald/database';
import { type Service, startPostgres } from '@herald/embedded';
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { serveBaseline } from './callbacks/baseline-server';
import { generateLoad } from './callbacks/load-generator';
import type { LoadPlan, LoadResult } from './callbacks/load-plan';
import { forkRole, runLoad, server, cpuSeconds, peakMb } from './callbacks/processes';
import { seedMessages } from './callbacks/seed-messages';

const PER_BATCH = 1_000;
const WARM_UP_MESSAGES = 5_000;
const INGRESS = join(__dirname, '../../apps/ingress/src/main.js');
const TARGET = {
  publicUrl: 'https://callbacks.example.com',
  secret: 'bench-callback-secret-0123456789abcdef',
  authToken: 'bench-auth-token',
  firstPhone: 14_155_000_000,
  perBatch: PER_BATCH,
} as const;

/**
 * Signed status callbacks over HTTP, three a message, durable before the 200; beside it the same HTTP server answering the same
 * requests without doing anything. One process each, with the load generator and Postgres on the same machine.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '100000' },
      connections: { type: 'string', default: '100' },
      role: { type: 'string' },
      plan: { type: 'string', default: '{}' },
    },
  });
  if (values.role === 'load') {
    process.send?.(await generateLoad(JSON.parse(values.plan) as LoadPlan));
    process.disconnect();
    return {};
  }
  if (values.role === 'baseline') {
    await serveBaseline();
    return {};
  }
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), disposable: true });
  try {
    await migrate(postgres.url);
    return await compare(postgres, Number(values.messages), Number(values.connections));
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(postgres: Service, messages: number, connections: number): Promise<object> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const seed = (count: number) => seedMessages(client, { ...TARGET, messages: count });
  const warmUp = await seed(WARM_UP_MESSAGES);
  const seeded = await seed(messages);
  const load = (url: string, batchIds: readonly string[]): Promise<LoadResult> => {
    const { hostname: host, port } = new URL(url);
    return runLoad({ ...TARGET, host, port: Number(port), connections, batchIds });
  };

  const measured = async (url: string, pids: Readonly<Record<string, number>>) => {
    const sums = () => Promise.all(Object.values(pids).map(cpuSeconds));
    const before = await sums();
    const result = await load(url, seeded);
    const after = await sums();
    const used = Object.keys(pids).map((name, at) => {
      const microseconds = (((after[at] ?? 0) - (before[at] ?? 0)) * 1_000_000) / result.requests;
      return [name, Math.round(microseconds * 10) / 10] as const;
    });
    return { ...result, cpu_us_per_request: Object.fromEntries(used) };
  };

  const baseline = await server(forkRole('baseline'));
  await load(baseline.url, warmUp);
  const nothing = await measured(baseline.url, { server: baseline.pid });
  await baseline.stop();

  const ingress = await server(fork(INGRESS, [], { env: ingressEnvironment(postgres.url) }));
  await load(ingress.url, warmUp);
  const durable = await measured(ingress.url, { server: ingress.pid, postgres: postgres.pid });
  const peak = await peakMb(ingress.pid);
  await ingress.stop();

  const stored = await client.query<{ state: string; messages: string }>(
    'SELECT state, sum(messages) AS messages FROM message_rollups WHERE messages <> 0 GROUP BY 1',
  );
  const setting = await client.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
  await client.end();
  return {
    messages,
    connections,
    baseline: nothing,
    ingress: { ...durable, peak_mb: peak },
    ratio: Math.round((durable.per_second / nothing.per_second) * 1000) / 1000,
    synchronous_commit: setting.rows[0]?.synchronous_commit,
    ledger: Object.fromEntries(stored.rows.map(({ state, messages: count }) => [state, Number(count)])),
  };
}

function ingressEnvironment(databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    REDIS_URL: 'redis://127.0.0.1:1',
    INGRESS_PORT: '0',
    PUBLIC_URL: TARGET.publicUrl,
    CALLBACK_SECRET: TARGET.secret,
    PLIVO_AUTH_ID: 'MABENCHBENCHBENCH000',
    PLIVO_AUTH_TOKEN: TARGET.authToken,
    LOG_LEVEL: 'warn',
  };
}
