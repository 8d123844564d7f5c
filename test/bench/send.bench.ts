import { sleep } from '@herald/kernel';
import { parseArgs } from 'node:util';
import { Client } from 'pg';

import { postAll } from './send/bare-loop';
import { bodiesOf, PER_BATCH, seedSend } from './send/campaign-rows';
import { withCpu } from './send/cpu';
import { type Running, runSimulator, runWorker } from './send/processes';
import { withServices } from './services';

const ACCOUNT = { authId: 'MAHERALDSIM000000001', token: 'simulator-token-that-opens-nothing-real' };
const BOUNDLESS = '1000000000';
const CALLBACKS = { publicUrl: 'http://127.0.0.1:3001', secret: 'bench-callback-secret-0123456789abcdef' };

interface Setting {
  readonly client: Client;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly simulatorUrl: string;
  readonly batches: number;
  readonly workers: number;
  readonly concurrency: number;
  readonly pids: Readonly<Record<'simulator' | 'postgres' | 'redis', number>>;
}

interface Round {
  readonly ms: number;
  /** Used by each process meanwhile: where there are fewer processors than processes, this is what the time goes to. */
  readonly cpu_ms: Readonly<Record<string, number>>;
}

/**
 * 1,000-destination batches dispatched by real worker processes to the simulator without limits and without callbacks: first claim
 * to last acceptance. Beside it, in the same run, a bare undici loop posting the same bodies to the same simulator.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      batches: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '25' },
      rounds: { type: 'string', default: '3' },
    },
  });
  return withServices(async ({ postgres, redis }) => {
    const simulator = await runSimulator();
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const [batches, workers, concurrency] = [values.batches, values.workers, values.concurrency].map(Number);
    const setting: Setting = {
      client,
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      simulatorUrl: simulator.url,
      batches: batches ?? 0,
      workers: workers ?? 1,
      concurrency: concurrency ?? 25,
      pids: { simulator: simulator.pid, postgres: postgres.pid, redis: redis.pid },
    };
    try {
      return await compare(setting, Number(values.rounds));
    } finally {
      await client.end();
      await simulator.stop();
    }
  });
}

async function compare(setting: Setting, rounds: number): Promise<object> {
  const workers: Running[] = [];
  for (let each = 0; each < setting.workers; each += 1) workers.push(await runWorker(environment(setting)));
  try {
    // Warm: the simulator's and the workers' code is compiled, connections are open.
    await baseline(setting, Math.min(200, setting.batches));
    await herald(setting, workers, Math.min(200, setting.batches));
    const bare: Round[] = [];
    const sent: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await baseline(setting, setting.batches));
      sent.push(await herald(setting, workers, setting.batches));
    }
    const [bareMs, heraldMs] = [median(bare), median(sent)];
    const recipients = setting.batches * PER_BATCH;
    return {
      recipients,
      batches: setting.batches,
      workers: setting.workers,
      concurrency: setting.concurrency,
      baseline_ms: Math.round(bareMs),
      herald_ms: Math.round(heraldMs),
      ratio: Number((heraldMs / bareMs).toFixed(2)),
      target_ratio: 1.5,
      recipients_per_second: Math.round((recipients * 1_000) / heraldMs),
      rounds: { baseline: bare, herald: sent },
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function baseline(setting: Setting, batches: number): Promise<Round> {
  const { campaignId } = await seedSend(setting.client, batches);
  const bodies = await bodiesOf(setting.client, campaignId, CALLBACKS);
  await forget(setting, campaignId);
  const url = `${setting.simulatorUrl}/v1/Account/${ACCOUNT.authId}/Message/`;
  const authorization = `Basic ${Buffer.from(`${ACCOUNT.authId}:${ACCOUNT.token}`).toString('base64')}`;
  const pids = { simulator: [setting.pids.simulator], loop: [process.pid] };
  const concurrency = setting.concurrency * setting.workers;
  const { value, cpu } = await withCpu(pids, () => postAll(url, authorization, bodies, concurrency));
  return { ms: Math.round(value), cpu_ms: cpu };
}

/** Measured by Herald's own clock: from the first claim to the last acceptance. */
async function herald(setting: Setting, workers: readonly Running[], batches: number): Promise<Round> {
  const { client, simulatorUrl, pids } = setting;
  const { campaignId } = await seedSend(client, batches);
  await fetch(`${simulatorUrl}/_sim/reset`, { method: 'POST' });
  const processes = {
    simulator: [pids.simulator],
    workers: workers.map(({ pid }) => pid),
    postgres: [pids.postgres],
    redis: [pids.redis],
  };
  const { cpu } = await withCpu(processes, () => runCampaign(setting, campaignId));
  const { rows } = await client.query<{ ms: number }>(
    `SELECT extract(epoch FROM max(finished_at) - min(sending_at))::float8 * 1000 AS ms FROM batches WHERE campaign_id = $1`,
    [campaignId],
  );
  const summary = (await (await fetch(`${simulatorUrl}/_sim/ledger/summary`)).json()) as { accepted_messages: number };
  if (summary.accepted_messages !== batches * PER_BATCH) {
    throw new Error(`the simulator has ${summary.accepted_messages} of ${batches * PER_BATCH} messages`);
  }
  await forget(setting, campaignId);
  return { ms: Math.round(rows[0]?.ms ?? 0), cpu_ms: cpu };
}

async function runCampaign({ client }: Setting, campaignId: number): Promise<void> {
  await client.query(`UPDATE campaigns SET state = 'running', started_at = now() WHERE id = $1`, [campaignId]);
  const open = `SELECT 1 FROM batches WHERE campaign_id = $1 AND state <> 'accepted' LIMIT 1`;
  // Not `waitFor`: forty questions a second would be a load of their own.
  while ((await client.query(open, [campaignId])).rowCount !== 0) await sleep(250);
}

async function forget({ client, simulatorUrl }: Setting, campaignId: number): Promise<void> {
  await fetch(`${simulatorUrl}/_sim/reset`, { method: 'POST' });
  for (const table of ['messages', 'message_rollups', 'request_minutes', 'batches']) {
    await client.query(`DELETE FROM ${table} WHERE campaign_id = $1`, [campaignId]);
  }
  await client.query(`DELETE FROM campaigns WHERE id = $1`, [campaignId]);
  await client.query('VACUUM');
}

function environment(setting: Setting): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    DATABASE_URL: setting.databaseUrl,
    DATABASE_POOL_SIZE: '20',
    REDIS_URL: setting.redisUrl,
    PUBLIC_URL: CALLBACKS.publicUrl,
    CALLBACK_SECRET: CALLBACKS.secret,
    PLIVO_AUTH_ID: ACCOUNT.authId,
    PLIVO_AUTH_TOKEN: ACCOUNT.token,
    PLIVO_BASE_URL: setting.simulatorUrl,
    ACCOUNT_REQUESTS_PER_WINDOW: BOUNDLESS,
    ACCOUNT_CONCURRENCY: '1000',
    ACCOUNT_MESSAGES_PER_SECOND: BOUNDLESS,
    SENDER_MESSAGES_PER_SECOND: BOUNDLESS,
    WORKER_CONCURRENCY: String(setting.concurrency),
    LOG_LEVEL: 'info',
  };
}

function median(rounds: readonly Round[]): number {
  return rounds.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
}
