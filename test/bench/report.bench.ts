import type { Report, Verification } from '@herald/reporting';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { type Api, startApi } from './report/api-process';
import { baselineAnswer } from './report/baseline';
import { measure } from './report/latency';
import { type Seeded, seedCampaign } from './report/seed-campaign';
import { withServices } from './services';

const TARGET_P95_MS = 20;
const CONCURRENCY = 10;

/**
 * The report of a large campaign, through HTTP from the whole api (authentication, validation, log and all); beside it the same
 * figures grouped from the messages by one SQL statement, without HTTP. The api is a process of its own, on the same machine.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '1000000' },
      minutes: { type: 'string', default: '90' },
      requests: { type: 'string', default: '500' },
      'baseline-runs': { type: 'string', default: '7' },
    },
  });
  return withServices(async ({ folder, postgres, redis }) => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const seeded = await seedCampaign(client, { messages: Number(values.messages), minutes: Number(values.minutes) });
    const api = await startApi({ databaseUrl: postgres.url, redisUrl: redis.url, dataDir: folder }, CONCURRENCY);
    try {
      return await compare(client, api, seeded, {
        messages: Number(values.messages),
        requests: Number(values.requests),
        baselineRuns: Number(values['baseline-runs']),
      });
    } finally {
      await api.stop();
      await client.end();
    }
  });
}

interface Settings {
  readonly messages: number;
  readonly requests: number;
  readonly baselineRuns: number;
}

async function compare(client: Client, api: Api, seeded: Seeded, settings: Settings): Promise<object> {
  const { campaignId, ...sizes } = seeded;
  let bytes = 0;
  const get = async (): Promise<Report> => {
    const { status, text } = await api.get(`/v1/campaigns/${campaignId}/report`);
    if (status !== 200) throw new Error(`the report was answered ${status}: ${text}`);
    bytes = text.length;
    return JSON.parse(text) as Report;
  };
  const once = async (): Promise<void> => {
    await get();
  };
  const group = async (): Promise<void> => {
    await baselineAnswer(client, campaignId);
  };

  await measure(50, 1, once);
  const sequential = await measure(settings.requests, 1, once);
  const concurrent = await measure(settings.requests * 2, CONCURRENCY, once);
  await group();
  const baseline = await measure(settings.baselineRuns, 1, group);

  const began = performance.now();
  const { ok, checks } = JSON.parse((await api.get(`/v1/campaigns/${campaignId}/verify`)).text) as Verification;
  const verifySeconds = Math.round((performance.now() - began) / 10) / 100;
  return {
    messages: settings.messages,
    ...sizes,
    answer_bytes: bytes,
    report: { sequential, [`concurrent_${CONCURRENCY}`]: concurrent },
    baseline_group_by_messages: baseline,
    times_faster_p50: Math.round(baseline.p50_ms / sequential.p50_ms),
    verify: { ok, off: checks.filter((check) => !check.ok), seconds: verifySeconds },
    same_figures: await sameFigures(client, await get(), campaignId),
    target: {
      p95_ms: TARGET_P95_MS,
      met: sequential.p95_ms < TARGET_P95_MS,
      met_under_concurrency: concurrent.p95_ms < TARGET_P95_MS,
    },
  };
}

/** A fast answer that is another one would prove nothing. */
async function sameFigures(client: Client, report: Report, campaignId: number): Promise<boolean> {
  const { cells } = await baselineAnswer(client, campaignId);
  const states: Record<string, number> = {};
  for (const { state, messages } of cells) states[state] = (states[state] ?? 0) + messages;
  return (
    report.states.length === Object.keys(states).length &&
    report.states.every(({ state, messages }) => states[state] === messages)
  );
}
