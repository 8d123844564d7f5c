import { slidingWindows, type Span, usedShare, type Weighed } from '../limit/figures';
import { NUMBERS } from './bench-stack';
import type { Case } from './blasts';
import type { QueueSample } from './queue-sampler';

export interface SentRequest {
  readonly at: string;
  readonly type: string;
  readonly from: string;
  readonly powerpack_uuid: string | null;
  readonly destinations: number;
  readonly units: number;
}

export const TARGETS = { used_share: 0.97, over_10s: 0.02 };
/** Until the limiter's first allowance is used and every process has compiled what it runs; at the end, the last batches. */
const WARM_UP_MS = 5_000;
const LAST_MS = 5_000;
const TEN_SECONDS_MS = 10_000;

export function requestsOf({ sender, channel }: Case, requests: readonly SentRequest[]): SentRequest[] {
  const own = (request: SentRequest): boolean =>
    'src' in sender ? request.from === sender.src : request.powerpack_uuid === sender.powerpack_uuid;
  return requests.filter((request) => request.type === channel && own(request));
}

export function weighed(requests: readonly SentRequest[]): Weighed[] {
  return requests.map(({ at, destinations, units }) => ({ at: Date.parse(at), weight: destinations * units }));
}

/**
 * What came of a blast at the provider, by the provider's record: units that arrived, and how many of them waited because of the rate.
 * Units come in batches: a window that begins with one and ends with another holds one more than the rate, however exact both are.
 */
export function figuresOf(
  blast: Case,
  requests: readonly SentRequest[],
  samples: readonly QueueSample[],
  seconds: number,
) {
  const events = weighed(requests);
  const first = events[0]?.at ?? 0;
  const span = { from: first + WARM_UP_MS, to: first + seconds * 1_000 - LAST_MS };
  const { units, windowMs } = blast.provider;
  const perMs = units / windowMs;
  const counted = events.filter(({ at }) => at >= span.from && at < span.to);
  const batch = Math.max(0, ...counted.map(({ weight }) => weight));
  const used = usedShare(counted, span, perMs);
  const ten = slidingWindows(counted, span, TEN_SECONDS_MS);
  const own = slidingWindows(counted, span, windowMs);
  const allowedInTen = perMs * TEN_SECONDS_MS;
  const [overTen, overOwn] = [ten.most - allowedInTen, own.most - units];
  return {
    case: blast.name,
    provider_allows: `${units} units in ${windowMs / 1_000} s`,
    lane: {
      amount: blast.lane.amount,
      window_ms: blast.lane.window_ms,
      brand: blast.lane.brand,
      source: blast.lane.source,
    },
    seconds: (span.to - span.from) / 1_000,
    requests: counted.length,
    units: counted.reduce((sum, { weight }) => sum + weight, 0),
    units_per_request: batch,
    used_share: round(used),
    fullest_10s_share: round(ten.most / allowedInTen),
    emptiest_10s_share: round(ten.least / allowedInTen),
    requests_over_in_10s: round(Math.max(0, overTen) / batch),
    provider_window_s: windowMs / 1_000,
    fullest_provider_window_share: round(own.most / units),
    requests_over_in_provider_window: round(Math.max(0, overOwn) / batch),
    provider_queue: queueFigures(blast, events, samples, span),
    used_enough: used >= TARGETS.used_share,
    within_2_percent: overTen <= allowedInTen * TARGETS.over_10s,
    within_one_request: overTen <= batch,
  };
}

/** Its own queue there: what left it was sent to carriers, at the rate or slower. */
function queueFigures(
  { sender, channel, provider }: Case,
  events: readonly Weighed[],
  samples: readonly QueueSample[],
  span: Span,
) {
  const numbers: readonly string[] = 'src' in sender ? [sender.src] : NUMBERS.pool;
  const waiting = samples
    .filter(({ at }) => at >= span.from && at < span.to)
    .map((sample) => ({
      at: sample.at,
      units: numbers.reduce((sum, number) => sum + (sample.waiting.get(`${channel}:${number}`) ?? 0), 0),
    }));
  const perSecond = (provider.units * 1_000) / provider.windowMs;
  const [from, to] = [waiting[0], waiting.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  const arrived = (until: number): number =>
    events.reduce((sum, { at, weight }) => (at <= until ? sum + weight : sum), 0);
  const left = arrived(to.at) - to.units - (arrived(from.at) - from.units);
  const units = waiting.map((sample) => sample.units).sort((a, b) => a - b);
  return {
    sent_on_share: round(left / ((perSecond * (to.at - from.at)) / 1_000)),
    waiting_seconds_median: round((units[Math.floor(units.length / 2)] ?? 0) / perSecond),
    waiting_seconds_max: round((units.at(-1) ?? 0) / perSecond),
  };
}

function round(share: number): number {
  return Number(share.toFixed(4));
}
