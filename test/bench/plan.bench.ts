import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { Planner } from './plan/planner';
import { createBaselineTable, seedList } from './plan/seed';
import { withServices } from './services';

const TARGET_RATIO = 1.5;
/** A person waits for it. */
const FORECAST_MS = 2_000;

/**
 * A list's contacts into batches and messages, by the same code that a worker runs; beside it one `INSERT … SELECT` of exactly
 * these messages, in the order in which planning writes them, into an empty table with the same columns, key and settings.
 * Before it the same list's forecast, which counts every contact. Rounds alternate and each side gets a fresh table and a checkpoint first; the figures are medians.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      recipients: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      suppressed: { type: 'string', default: '0' },
      // Of messages, by the value of a column; 0 = all get the same text.
      distinct: { type: 'string', default: '0' },
    },
  });
  return withServices(async ({ postgres, redis }) => {
    const planner = await Planner.start(postgres.url, redis.url);
    try {
      return await compare(postgres.url, planner, {
        recipients: Number(values.recipients),
        rounds: Number(values.rounds),
        suppressed: Number(values.suppressed),
        distinct: Number(values.distinct),
      });
    } finally {
      await planner.stop();
    }
  });
}

interface Settings {
  readonly recipients: number;
  readonly rounds: number;
  readonly suppressed: number;
  readonly distinct: number;
}

async function compare(databaseUrl: string, planner: Planner, settings: Settings): Promise<object> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const listId = await seedList(client, settings);
    const forecast: number[] = [];
    const plan: number[] = [];
    const baseline: number[] = [];
    let planned = { messages: 0, batches: 0 };
    for (let round = 0; round < settings.rounds; round++) {
      await client.query('TRUNCATE messages');
      await client.query('CHECKPOINT');
      const campaignId = await planner.draft(listId, settings.distinct > 0);
      forecast.push(await timed(() => planner.forecast(campaignId)));
      await planner.launch(campaignId);
      plan.push(await timed(() => planner.plan(campaignId)));
      planned = await planner.counts(campaignId);

      await createBaselineTable(client);
      await client.query('CHECKPOINT');
      baseline.push(
        await timed(() =>
          client.query(
            'INSERT INTO baseline (campaign_id, phone, batch_id) SELECT campaign_id, phone, batch_id FROM messages',
          ),
        ),
      );
    }
    const ratio = median(plan) / median(baseline);
    return {
      ...settings,
      ...planned,
      forecast: { ...figures(forecast, planned.messages), target_ms: FORECAST_MS, met: median(forecast) < FORECAST_MS },
      plan: figures(plan, planned.messages),
      baseline: figures(baseline, planned.messages),
      ratio: Number(ratio.toFixed(3)),
      target: TARGET_RATIO,
      met: ratio <= TARGET_RATIO,
    };
  } finally {
    await client.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

function figures(times: readonly number[], rows: number) {
  const ms = median(times);
  return {
    median_ms: Math.round(ms),
    fastest_ms: Math.round(Math.min(...times)),
    all_ms: times.map((time) => Math.round(time)),
    rows_per_second: Math.round((rows / ms) * 1_000),
  };
}
