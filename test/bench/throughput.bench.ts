import { sleep } from '@herald/kernel';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { waitFor } from '../support/wait-for';
import type { Arrival } from './limit/figures';
import { withFolder } from './services';
import { BenchStack, NUMBERS } from './throughput/bench-stack';
import { Blasts, type Case, casesOf } from './throughput/blasts';
import { figuresOf, requestsOf, type SentRequest, TARGETS } from './throughput/case-figures';
import { untilTheCap } from './throughput/daily-cap';
import { queueSampler } from './throughput/queue-sampler';
import { registerAll } from './throughput/senders';

/** A minute is the provider's own window for 10DLC, and ten seconds are left out. */
const SHORTEST_S = 20;

interface Destination {
  readonly times: number;
  readonly from: string;
}

interface Campaign {
  readonly name: string;
  readonly state: string;
  readonly reason: unknown;
}

interface Summary {
  readonly accepted_messages: number;
  readonly by_error_code: Readonly<Record<string, number>>;
  readonly webhooks: Readonly<Record<string, unknown>>;
}

/**
 * An empty account is registered by webhooks of which some are lost, doubled and forged; then every kind of sender has a campaign at
 * once, as fast as its registration allows, and each has the simulator's own queue for it. At last a brand meets its daily cap.
 * Everything is measured from the simulator's own record.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '80' },
      backlog: { type: 'string', default: '4' },
      workers: { type: 'string', default: '2' },
    },
  });
  const seconds = Number(values.seconds);
  if (seconds !== 0 && !(seconds >= SHORTEST_S)) throw new Error(`--seconds: 0, or at least ${SHORTEST_S}`);
  return withFolder(async (folder) => {
    const stack = await BenchStack.start(folder, Number(values.workers));
    try {
      const registered = await registerAll(stack);
      const blasts = new Blasts(stack, Number(values.backlog));
      const { webhooks } = await stack.simulator<Summary>('GET', '/_sim/ledger/summary');
      const all = await casesOf(stack, registered);
      const cases = seconds === 0 ? { met: true } : await together(stack, blasts, all, seconds);
      const cap = await untilTheCap(stack, blasts, registered.cappedBrand);
      const end = await stack.simulator<Summary>('GET', '/_sim/ledger/summary');
      const arrivals = await stack.lines<Arrival>('/_sim/arrivals');
      const refused = arrivals.filter(([, admitted]) => admitted === 0).length;
      const dropped = Object.keys(end.by_error_code).filter((code) => code !== '0').length > 0;
      return {
        targets: TARGETS,
        registration: { seconds: registered.seconds, webhooks },
        backlog_seconds: Number(values.backlog),
        workers: Number(values.workers),
        load: loadavg()[0],
        ...cases,
        daily_cap: cap,
        requests_answered_429: refused,
        accepted_messages: end.accepted_messages,
        failed_by_code: end.by_error_code,
        met: cases.met && cap.met && refused === 0 && !dropped,
      };
    } finally {
      await stack.stop();
    }
  });
}

async function together(stack: BenchStack, blasts: Blasts, cases: readonly Case[], seconds: number) {
  const drafts: number[] = [];
  for (const each of cases) drafts.push(...(await blasts.draft(each, seconds)));
  const sampler = queueSampler(stack);
  sampler.start();
  await blasts.launch(drafts);
  const loads: number[] = [];
  const completed = waitFor(
    'the campaigns',
    async () => {
      loads.push(loadavg()[0] ?? 0);
      await sleep(1_000);
      const all = await Promise.all(drafts.map((id) => stack.get<Campaign>(`/v1/campaigns/${id}`)));
      const failed = all.find(({ state }) => state === 'failed');
      if (failed !== undefined) throw new Error(`${failed.name} failed: ${JSON.stringify(failed.reason)}`);
      return all.every(({ state }) => state === 'completed');
    },
    seconds * 4_000,
  );
  await completed.finally(() => sampler.stop());
  const requests = await stack.lines<SentRequest>('/_sim/ledger/requests');
  const figures = cases.map((each) => figuresOf(each, requestsOf(each, requests), sampler.samples, seconds));
  const sticky = await stickiness(stack);
  return {
    highest_load: Math.max(...loads),
    cases: figures,
    sticky_sender: sticky,
    met:
      sticky.destinations_with_two_numbers === 0 &&
      figures.every(
        ({ used_enough: enough, within_2_percent: two, within_one_request: one }) => enough && (two || one),
      ),
  };
}

/** Two campaigns at once to the same people through the pool. */
async function stickiness(stack: BenchStack) {
  const destinations = await stack.lines<Destination>('/_sim/ledger/destinations');
  const pooled = destinations.filter(({ from }) =>
    from.split(',').some((each) => NUMBERS.pool.some((own) => own === each)),
  );
  const byNumber = NUMBERS.pool.map((number) => [number, pooled.filter(({ from }) => from === number).length]);
  return {
    destinations: pooled.length,
    written_to_twice: pooled.filter(({ times }) => times === 2).length,
    destinations_with_two_numbers: pooled.filter(({ from }) => from.includes(',')).length,
    by_number: Object.fromEntries(byNumber) as Record<string, number>,
  };
}
