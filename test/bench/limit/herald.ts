import { migrate } from '@herald/database';
import { startPostgres, startRedis } from '@herald/embedded';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { seedSend } from '../send/campaign-rows';
import { type Running, runWorker } from '../send/processes';
import { CONCURRENCY, REQUESTS, WINDOW_MS } from './account';

export const ACCOUNT = { authId: 'MAHERALDSIM000000001', token: 'simulator-token-that-opens-nothing-real' };
const BOUNDLESS = '1000000000';

interface HeraldOptions {
  readonly simulatorUrl: string;
  readonly workers: number;
  readonly batches: number;
  /** Destinations of each batch. */
  readonly size: number;
  /** undefined: so many that they limit nothing. */
  readonly unitsPerSecond?: number;
}

/** Postgres, Redis and worker processes of its own, and a campaign that runs from the first moment; resolves when all workers are up. */
export async function startHerald(options: HeraldOptions): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const workers: Running[] = [];
  const [postgres, redis] = await Promise.all([
    startPostgres({ dataDir: join(folder, 'postgres'), disposable: true }),
    startRedis({ dataDir: join(folder, 'redis'), disposable: true }),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await migrate(postgres.url);
    await seed(postgres.url, options);
    const env = environment(options, { database: postgres.url, redis: redis.url });
    for (let each = 0; each < options.workers; each += 1) workers.push(await runWorker(env));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(databaseUrl: string, { batches, size }: HeraldOptions): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { campaignId } = await seedSend(client, batches, size);
  await client.query(`UPDATE campaigns SET state = 'running', started_at = now() WHERE id = $1`, [campaignId]);
  await client.end();
}

function environment(
  { simulatorUrl, unitsPerSecond }: HeraldOptions,
  urls: { readonly database: string; readonly redis: string },
): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    DATABASE_URL: urls.database,
    REDIS_URL: urls.redis,
    PUBLIC_URL: 'http://127.0.0.1:3001',
    CALLBACK_SECRET: 'bench-callback-secret-0123456789abcdef',
    PLIVO_AUTH_ID: ACCOUNT.authId,
    PLIVO_AUTH_TOKEN: ACCOUNT.token,
    PLIVO_BASE_URL: simulatorUrl,
    ACCOUNT_REQUESTS_PER_WINDOW: String(REQUESTS),
    ACCOUNT_REQUEST_WINDOW_MS: String(WINDOW_MS),
    ACCOUNT_CONCURRENCY: String(CONCURRENCY),
    ACCOUNT_MESSAGES_PER_SECOND: unitsPerSecond === undefined ? BOUNDLESS : String(unitsPerSecond),
    SENDER_MESSAGES_PER_SECOND: BOUNDLESS,
    LOG_LEVEL: 'error',
  };
}
