import { migrate } from '@herald/database';
import { type Service, startPostgres } from '@herald/embedded';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareLedger, withClient } from './compare-ledger';
import type { SustainedPlan, SustainedResult } from './load-plan';
import { watchMemory } from './memory-watch';
import { cpuSeconds, forkRole, runSustained, server } from './processes';
import { seedMessages } from './seed-messages';
import { startIngress, TARGET } from './target';

export interface SustainedSettings {
  readonly ingress: number;
  readonly messages: number;
  readonly connections: number;
  readonly duplicates: number;
  readonly shuffled: boolean;
  /** Seconds without Postgres in the middle; 0 = none. */
  readonly stopSeconds: number;
  readonly stopMode: 'fast' | 'immediate';
  readonly seed: number;
}

/** The provider's 60, 120 and 240 s, ten times as fast. */
const RETRY_AFTER_MS = [6_000, 12_000, 24_000];
/** The baseline's rate is known after this many messages. */
const BASELINE_MESSAGES = 50_000;

/**
 * All callbacks of a campaign through several ingress processes, repeated, out of order, with Postgres away in the middle: sent
 * until they are acknowledged. Then each acknowledgement is looked for in the ledger, and the ledger is counted.
 */
export async function sustained(folder: string, settings: SustainedSettings): Promise<object> {
  const { messages, connections, duplicates, shuffled, seed } = settings;
  let postgres = await startPostgres({ dataDir: folder });
  try {
    await migrate(postgres.url);
    const batchIds = await withClient(postgres, (client) => seedMessages(client, { ...TARGET, messages }));
    const plan = (ports: readonly number[], ids: readonly string[]): SustainedPlan => ({
      ...TARGET,
      ports,
      connections,
      batchIds: ids,
      duplicates,
      shuffled,
      seed,
      retryAfterMs: RETRY_AFTER_MS,
    });
    const baseline = await baselineRate((port) =>
      runSustained(plan([port], batchIds.slice(0, Math.ceil(BASELINE_MESSAGES / TARGET.perBatch)))),
    );
    const { url } = postgres;
    const ingress = await Promise.all(Array.from({ length: settings.ingress }, () => startIngress(url)));
    const memory = watchMemory(Object.fromEntries(ingress.map(({ pid }, at) => [`ingress_${at + 1}`, pid])));
    const cpu = () => Promise.all(ingress.map(({ pid }) => cpuSeconds(pid)));
    const before = await cpu();

    const running = runSustained(
      plan(
        ingress.map((one) => Number(new URL(one.url).port)),
        batchIds,
      ),
    );
    const outage = await stopInTheMiddle(running, settings, postgres, folder);
    if (outage !== undefined) postgres = outage.postgres;
    const result = await running;

    const after = await cpu();
    const used = after.reduce((sum, seconds, at) => sum + seconds - (before[at] ?? 0), 0);
    const { acknowledged_states: acknowledged, by_second: bySecond, ...load } = result;
    const report = {
      ...settings,
      retry_after_ms: RETRY_AFTER_MS,
      baseline,
      load: {
        ...load,
        per_second: Math.round(result.acknowledged / result.seconds),
        per_second_median: median(bySecond.filter((count) => count > 0)),
        quiet_seconds: bySecond.filter((count) => count === 0).length,
        ingress_cpu_us_per_request: Math.round((used * 1_000_000) / result.requests),
      },
      memory: await memory(),
      postgres_away: outage?.seconds,
      ledger: await compareLedger(postgres, batchIds, Buffer.from(acknowledged, 'base64')),
    };
    await Promise.all(ingress.map((one) => one.stop()));
    return report;
  } finally {
    await postgres.stop();
  }
}

async function baselineRate(run: (port: number) => Promise<SustainedResult>): Promise<object> {
  const baseline = await server(forkRole('baseline'));
  try {
    const before = await cpuSeconds(baseline.pid);
    const { acknowledged, seconds, p99_ms } = await run(Number(new URL(baseline.url).port));
    const used = (await cpuSeconds(baseline.pid)) - before;
    const cpu = Math.round((used * 1_000_000) / acknowledged);
    return { per_second: Math.round(acknowledged / seconds), p99_ms, cpu_us_per_request: cpu };
  } finally {
    await baseline.stop();
  }
}

/** Takes Postgres away once half of the messages have a status, for as long as it was told to. */
async function stopInTheMiddle(
  running: Promise<unknown>,
  { messages, stopSeconds, stopMode }: SustainedSettings,
  postgres: Service,
  folder: string,
): Promise<{ postgres: Service; seconds: number } | undefined> {
  if (stopSeconds === 0) return undefined;
  const load = { over: false };
  void running.finally(() => (load.over = true));
  for (;;) {
    await sleep(250);
    const counted = await withClient(postgres, (client) =>
      client.query<{ count: string }>('SELECT coalesce(sum(count), 0) AS count FROM callback_stats'),
    );
    if (load.over) throw new Error('the load was over before Postgres could be stopped: take more messages');
    if (Number(counted.rows[0]?.count) >= messages * 1.5) break;
  }
  const began = performance.now();
  if (stopMode === 'immediate') process.kill(postgres.pid, 'SIGQUIT');
  await postgres.stop();
  await sleep(stopSeconds * 1_000);
  const restarted = await startPostgres({ dataDir: folder });
  return { postgres: restarted, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
