import { sleep } from '@herald/kernel';
import { setMaxListeners } from 'node:events';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { Account, REQUESTS, WINDOW_MS } from './limit/account';
import { admittedIn, type Arrival, foundAfterMs, slidingWindows, type Span } from './limit/figures';
import { throttledShare, usedShare, type Weighed } from './limit/figures';
import { ACCOUNT, startHerald } from './limit/herald';
import { fixedRate, poster, unlimited } from './limit/naive-clients';

const TARGETS = { used_share: 0.97, throttled_share: 0.005, found_after_s: 10, units_over: 0.02, units_used: 0.97 };
/** Until the first window is full, and every process has compiled what it runs. Left out of the first phase. */
const WARM_UP_MS = 10_000;
const SHORTEST_CHANGED_S = 20;
const UNITS_WINDOW_MS = 10_000;

interface Phase {
  readonly name: 'steady' | 'halved' | 'restored';
  /** What the provider allows in a window. */
  readonly limit: number;
  readonly span: Span;
}

interface Seconds {
  readonly steady: number;
  /** Of the phase with half the limit, and of the one after it. */
  readonly changed: number;
}

/**
 * A campaign of batches with one destination each, against an account that allows 300 requests in 5 s and 100 at once: with one worker
 * and with three, the limit halved and restored under way; then a fixed-rate and an unlimited client, both with exponential backoff,
 * against the same account; then batches of 1,000 in a lane that counts units. Everything is measured from the simulator's own record.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '300' },
      changed: { type: 'string', default: '120' },
      baseline: { type: 'string', default: '60' },
      workers: { type: 'string', default: '1,3' },
      'units-seconds': { type: 'string', default: '60' },
      'units-rate': { type: 'string', default: '5000' },
    },
  });
  for (const changed of [values.changed, values.baseline].map(Number)) {
    // Ten to find the limit, and some windows to measure after that.
    if (changed !== 0 && changed < SHORTEST_CHANGED_S)
      throw new Error(`at least ${SHORTEST_CHANGED_S} s after a change`);
  }
  const seconds = { steady: Number(values.seconds), changed: Number(values.changed) };
  const short = { steady: Number(values.baseline), changed: Number(values.baseline) };
  const herald = [];
  for (const workers of values.workers.split(',').filter(Boolean).map(Number)) {
    herald.push({ workers, ...(await asHerald(workers, seconds)) });
  }
  const baselines =
    short.steady === 0
      ? {}
      : { fixed_rate: await asClient(fixedRate, short), unlimited: await asClient(unlimited, short) };
  const units =
    Number(values['units-seconds']) === 0
      ? undefined
      : await inUnits(Number(values['units-rate']), Number(values['units-seconds']));
  const met = herald.every((each) => each.met) && (units?.met ?? true);
  return { limit: { requests: REQUESTS, window_ms: WINDOW_MS }, targets: TARGETS, herald, baselines, units, met };
}

async function asHerald(workers: number, seconds: Seconds) {
  const account = await Account.open();
  try {
    const all = WARM_UP_MS / 1_000 + seconds.steady + 2 * seconds.changed + 10;
    const batches = Math.ceil((REQUESTS * 1_000 * all) / WINDOW_MS);
    const herald = await startHerald({ simulatorUrl: account.url, workers, batches, size: 1 });
    const loads: number[] = [];
    const phases = await inPhases(account, seconds, () => loads.push(loadavg()[0] ?? 0)).finally(() => herald.stop());
    const arrivals = await account.arrivals();
    const figures = phases.map((phase, index) => ({ ...figuresOf(phase, arrivals), load: loads[index] }));
    const throttled = {
      steady: throttledShare(arrivals, spanOf(phases.slice(0, 1))),
      halved_and_restored: throttledShare(arrivals, spanOf(phases.slice(1))),
    };
    const few = Object.values(throttled).every((share) => share <= TARGETS.throttled_share);
    return {
      phases: figures,
      throttled_share: { steady: round(throttled.steady), halved_and_restored: round(throttled.halved_and_restored) },
      met: few && figures.every(({ used_enough, found_in_time }) => used_enough && found_in_time),
    };
  } finally {
    await account.close();
  }
}

async function asClient(client: typeof unlimited, seconds: Seconds) {
  const account = await Account.open();
  const { post, close } = poster(account.url, ACCOUNT);
  try {
    const over = new AbortController();
    setMaxListeners(0, over.signal);
    const done = client(post, over.signal);
    const phases = await inPhases(account, seconds, () => 0).finally(() => {
      over.abort();
    });
    await done;
    const arrivals = await account.arrivals();
    return { phases: phases.map((phase) => figuresOf(phase, arrivals)) };
  } finally {
    await close();
    await account.close();
  }
}

/** Changes the account's limit in its time. @returns what was allowed when */
async function inPhases(account: Account, seconds: Seconds, atEnd: () => number): Promise<Phase[]> {
  await sleep(WARM_UP_MS);
  const phases: Phase[] = [];
  const phase = async (name: Phase['name'], limit: number, from: number, s: number): Promise<void> => {
    if (s === 0) return;
    await sleep(s * 1_000);
    phases.push({ name, limit, span: { from, to: Date.now() } });
    atEnd();
  };
  await phase('steady', REQUESTS, Date.now(), seconds.steady);
  if (seconds.changed === 0) return phases;
  await phase('halved', REQUESTS / 2, await account.allow(REQUESTS / 2), seconds.changed);
  await phase('restored', REQUESTS, await account.allow(REQUESTS), seconds.changed);
  return phases;
}

function spanOf(phases: readonly Phase[]): Span {
  return { from: phases[0]?.span.from ?? 0, to: phases.at(-1)?.span.to ?? 0 };
}

/** After a change the used share begins to count when the time to find the limit is over; 429s count from the change on. */
function figuresOf({ name, limit, span }: Phase, arrivals: readonly Arrival[]) {
  const perMs = limit / WINDOW_MS;
  const events = admittedIn(arrivals, span);
  const changed = name !== 'steady';
  const counted = changed ? { ...span, from: span.from + TARGETS.found_after_s * 1_000 } : span;
  const used = usedShare(events, counted, perMs);
  const throttled = throttledShare(arrivals, span);
  const sought = { allowed: limit, windowMs: WINDOW_MS, share: TARGETS.used_share };
  const foundMs = changed ? foundAfterMs(events, span, sought) : 0;
  const { least, most } = slidingWindows(events, counted, WINDOW_MS);
  const found = foundMs !== undefined && foundMs <= TARGETS.found_after_s * 1_000;
  return {
    phase: name,
    limit,
    seconds: Math.round((span.to - span.from) / 1_000),
    requests: arrivals.filter(([at]) => at >= span.from && at < span.to).length,
    used_share: round(used),
    throttled_share: round(throttled),
    worst_window_share: round(least / limit),
    fullest_window_share: round(most / limit),
    ...(changed ? { found_after_s: foundMs === undefined ? null : foundMs / 1_000 } : {}),
    used_enough: used >= TARGETS.used_share,
    found_in_time: found,
  };
}

/** The account's lane of units, with batches of 1,000 each of one unit; requests limit nothing here. */
async function inUnits(unitsPerSecond: number, seconds: number) {
  const size = 1_000;
  const account = await Account.open();
  try {
    const batches = Math.ceil((unitsPerSecond * (seconds + WARM_UP_MS / 1_000 + 20)) / size);
    const herald = await startHerald({ simulatorUrl: account.url, workers: 3, batches, size, unitsPerSecond });
    await sleep(WARM_UP_MS);
    const from = Date.now();
    await sleep(seconds * 1_000);
    const span = { from, to: Date.now() };
    await herald.stop();
    return unitsFigures(await account.units(), span, unitsPerSecond);
  } finally {
    await account.close();
  }
}

function unitsFigures(events: readonly Weighed[], span: Span, unitsPerSecond: number) {
  const counted = events.filter(({ at }) => at >= span.from && at < span.to);
  const allowed = (unitsPerSecond * UNITS_WINDOW_MS) / 1_000;
  const { least, most } = slidingWindows(counted, span, UNITS_WINDOW_MS);
  const used = usedShare(counted, span, unitsPerSecond / 1_000);
  return {
    workers: 3,
    units_per_second: unitsPerSecond,
    units_per_batch: 1_000,
    seconds: Math.round((span.to - span.from) / 1_000),
    used_share: round(used),
    fullest_10s_share: round(most / allowed),
    emptiest_10s_share: round(least / allowed),
    load: loadavg()[0],
    met: used >= TARGETS.units_used && most / allowed <= 1 + TARGETS.units_over,
  };
}

function round(share: number): number {
  return Number(share.toFixed(4));
}
