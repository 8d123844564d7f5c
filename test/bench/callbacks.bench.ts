import type { Service } from '@herald/embedded';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { serveBaseline } from './callbacks/baseline-server';
import { generateLoad } from './callbacks/load-generator';
import type { LoadPlan, LoadResult, SustainedPlan } from './callbacks/load-plan';
import { measured, ratioOf } from './callbacks/measure';
import { forkRole, peakMb, runLoad, server, tellParent } from './callbacks/processes';
import { seedMessages } from './callbacks/seed-messages';
import { sustained } from './callbacks/sustained';
import { generateSustainedLoad } from './callbacks/sustained-load';
import { startIngress, TARGET } from './callbacks/target';
import { withFolder, withServices } from './services';

const WARM_UP_MESSAGES = 5_000;

/**
 * Signed status callbacks over HTTP, three a message, durable before the 200; beside it the same HTTP server answering the same
 * requests without doing anything. One process each, with the load generator and Postgres on the same machine.
 *
 * With `--ingress`, the long run instead: `--ingress 2 --messages 1000000 --duplicates 0.2 --shuffled --postgres-stop 20`
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '100000' },
      connections: { type: 'string', default: '100' },
      ingress: { type: 'string' },
      duplicates: { type: 'string', default: '0' },
      shuffled: { type: 'boolean', default: false },
      'postgres-stop': { type: 'string', default: '0' },
      'stop-mode': { type: 'string', default: 'fast' },
      seed: { type: 'string', default: '1' },
      role: { type: 'string' },
      plan: { type: 'string', default: '{}' },
    },
  });
  if (values.role === 'load') {
    await tellParent(await generateLoad(JSON.parse(values.plan) as LoadPlan));
    return {};
  }
  if (values.role === 'sustained-load') {
    await tellParent(await generateSustainedLoad(JSON.parse(values.plan) as SustainedPlan));
    return {};
  }
  if (values.role === 'baseline') {
    await serveBaseline();
    return {};
  }
  if (values.ingress !== undefined) {
    const settings = {
      ingress: Number(values.ingress),
      messages: Number(values.messages),
      connections: Number(values.connections),
      duplicates: Number(values.duplicates),
      shuffled: values.shuffled,
      stopSeconds: Number(values['postgres-stop']),
      stopMode: values['stop-mode'] === 'immediate' ? 'immediate' : 'fast',
      seed: Number(values.seed),
    } as const;
    return withFolder((folder) => sustained(join(folder, 'postgres'), settings));
  }
  return withServices(({ postgres }) => compare(postgres, Number(values.messages), Number(values.connections)));
}

async function compare(postgres: Service, messages: number, connections: number): Promise<object> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const seed = (count: number) => seedMessages(client, { ...TARGET, messages: count });
  const warmUp = await seed(WARM_UP_MESSAGES);
  const seeded = await seed(messages);
  const load = (url: string, batchIds: readonly string[]): Promise<LoadResult> => {
    const { hostname: host, port } = new URL(url);
    return runLoad({ ...TARGET, host, port: Number(port), connections, batchIds, what: 'status' });
  };

  const baseline = await server(forkRole('baseline'));
  await load(baseline.url, warmUp);
  const nothing = await measured(() => load(baseline.url, seeded), { server: baseline.pid });
  await baseline.stop();

  const ingress = await startIngress(postgres.url);
  await load(ingress.url, warmUp);
  const durable = await measured(() => load(ingress.url, seeded), {
    server: ingress.pid,
    postgres: postgres.pid,
  });
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
    ratio: ratioOf(durable, nothing),
    synchronous_commit: setting.rows[0]?.synchronous_commit,
    ledger: Object.fromEntries(stored.rows.map(({ state, messages: count }) => [state, Number(count)])),
  };
}
