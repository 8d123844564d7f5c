import type { Service } from '@herald/embedded';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import type { LoadPlan, LoadResult } from './callbacks/load-plan';
import { measured, ratioOf } from './callbacks/measure';
import { forkRole, peakMb, runLoad, server } from './callbacks/processes';
import { seedMessages } from './callbacks/seed-messages';
import { startIngress, TARGET } from './callbacks/target';
import { withServices } from './services';

type What = LoadPlan['what'];
type Load = (url: string, batchIds: readonly string[], what: What) => Promise<LoadResult>;

const WARM_UP_MESSAGES = 5_000;

/**
 * Signed inbound messages over HTTP, one of each recipient of a campaign, five in a hundred of them opt-outs; stored, stitched to
 * the campaign and applied to consent before the 200. Beside it in the same run the status callbacks of the same messages, and for
 * both the same HTTP server answering the same requests without doing anything.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { messages: { type: 'string', default: '50000' }, connections: { type: 'string', default: '100' } },
  });
  return withServices(({ postgres }) => compare(postgres, Number(values.messages), Number(values.connections)));
}

async function compare(postgres: Service, messages: number, connections: number): Promise<object> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  // People of their own: what warmed up must not be a repetition of what is measured.
  const warmUp = await seedMessages(client, {
    ...TARGET,
    firstPhone: TARGET.firstPhone + messages,
    messages: WARM_UP_MESSAGES,
  });
  const seeded = await seedMessages(client, { ...TARGET, messages });
  const load: Load = (url, batchIds, what) => {
    const { hostname: host, port } = new URL(url);
    const firstPhone = TARGET.firstPhone + (batchIds === warmUp ? messages : 0);
    return runLoad({ ...TARGET, firstPhone, host, port: Number(port), connections, batchIds, what });
  };

  const baseline = await server(forkRole('baseline'));
  const both = async (url: string, pids: Readonly<Record<string, number>>) => {
    await load(url, warmUp, 'status');
    const status = await measured(() => load(url, seeded, 'status'), pids);
    await load(url, warmUp, 'inbound');
    const inbound = await measured(() => load(url, seeded, 'inbound'), pids);
    return { status, inbound };
  };
  const nothing = await both(baseline.url, { server: baseline.pid });
  await baseline.stop();
  const ingress = await startIngress(postgres.url);
  const durable = await both(ingress.url, { server: ingress.pid, postgres: postgres.pid });
  const peak = await peakMb(ingress.pid);
  await ingress.stop();

  const { rows } = await client.query<Record<string, string>>(
    `SELECT (SELECT count(*) FROM inbound_messages) AS stored,
            (SELECT count(*) FROM inbound_messages WHERE campaign_id IS NOT NULL) AS stitched,
            (SELECT count(*) FROM inbound_messages WHERE meaning = 'opted_out') AS opted_out,
            (SELECT count(*) FROM suppressions) AS suppressed, current_setting('synchronous_commit') AS synchronous_commit`,
  );
  await client.end();
  return {
    messages,
    connections,
    inbound: {
      baseline: nothing.inbound,
      ingress: durable.inbound,
      ratio: ratioOf(durable.inbound, nothing.inbound),
    },
    status_callbacks: {
      baseline: nothing.status,
      ingress: durable.status,
      ratio: ratioOf(durable.status, nothing.status),
    },
    ingress_peak_mb: peak,
    tables: rows[0],
  };
}
