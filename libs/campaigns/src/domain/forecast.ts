import { BATCH_SIZE } from './batch-size';
import { multiplyAmount } from './multiply-amount';

/** A lane on a country's way, at its rate there. */
export interface ForecastPassage {
  readonly bucket: string;
  readonly kind: string;
  readonly key: string;
  /** Units a second; Infinity where nothing limits. For a daily cap, see `perDay`. */
  readonly perSecond: number;
  readonly perDay?: number;
  readonly held?: string;
}

export interface ForecastCountry {
  readonly country: string;
  readonly messages: number;
  /** Messages in a batch at most. */
  readonly batchSize: number;
  readonly lanes: readonly ForecastPassage[];
  /** Where it is not that of all, as of an MMS's fallback text; an average where messages differ. */
  readonly unitsPerMessage?: number;
  /** Where it is known, as of messages that differ by recipient. */
  readonly requests?: number;
  readonly price?: { readonly amount: string; readonly currency: string };
}

/** What is to be sent before, by other campaigns that run. */
export interface Ahead {
  readonly lanes: readonly ForecastPassage[];
  readonly units: number;
}

export interface ForecastInput {
  readonly startsAt: Date;
  readonly countries: readonly ForecastCountry[];
  readonly unitsPerMessage: number;
  readonly requestsPerSecond: number;
  readonly ahead: readonly Ahead[];
  /** Units since midnight, by bucket of a daily cap. */
  readonly usedToday: ReadonlyMap<string, number>;
  readonly secondsToMidnight: number;
  /** Seconds the provider keeps a message queued. */
  readonly expiryS: number;
}

export interface ForecastLane {
  readonly kind: string;
  readonly key: string;
  /** Requests for `account_requests`. */
  readonly units_per_second: number;
  readonly units: number;
  /** Of other campaigns that go first. */
  readonly units_ahead: number;
  /** Until all of it is through this lane, were it the only one. */
  readonly seconds: number;
  readonly held: boolean;
}

export interface CountryForecast {
  readonly country: string;
  readonly messages: number;
  readonly units: number;
  readonly requests: number;
  /** Null: the price table has none. */
  readonly cost: { readonly amount: string; readonly currency: string } | null;
}

export interface Forecast {
  readonly messages: number;
  readonly units: number;
  readonly requests: number;
  readonly countries: readonly CountryForecast[];
  readonly starts_at: Date;
  readonly finishes_at: Date;
  readonly seconds: number;
  /** Slowest first; only those that limit. */
  readonly lanes: readonly ForecastLane[];
  readonly bottleneck: Pick<ForecastLane, 'kind' | 'key'> | null;
  /** Messages that would expire in the provider's queue: all posted at once in requests of 1,000, and as Herald feeds. */
  readonly would_expire: { readonly posted_at_once: number; readonly fed: number };
}

const DAY_S = 86_400;

interface Load {
  readonly lane: ForecastPassage;
  units: number;
  unitsAhead: number;
  seconds: number;
  secondsAhead: number;
  slowest: number;
}

/** What sending will take, by the lanes' rates. `tooSlow` lists countries where one message cannot drain in time. */
export function forecast(input: ForecastInput, tooSlow: readonly string[]): Forecast {
  const { countries, unitsPerMessage: per, startsAt } = input;
  const byCountry = countries.map((each) => countryForecast(each, per));
  const sum = (value: (each: CountryForecast) => number): number =>
    byCountry.reduce((total, each) => total + value(each), 0);
  const [messages, units, requests] = [sum((c) => c.messages), sum((c) => c.units), sum((c) => c.requests)];
  const loads = loadsOf(input);
  const lanes = [...loads.map((load) => laneForecast(load, input)), ...requestLane(requests, input)]
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => b.seconds - a.seconds);
  const seconds = lanes[0]?.seconds ?? 0;
  const fed = countries
    .filter(({ country }) => tooSlow.includes(country))
    .reduce((all, each) => all + each.messages, 0);
  return {
    messages,
    units,
    requests,
    countries: byCountry,
    starts_at: startsAt,
    finishes_at: new Date(startsAt.getTime() + seconds * 1_000),
    seconds: Math.ceil(seconds),
    lanes: lanes.map((lane) => ({ ...lane, seconds: Math.ceil(lane.seconds) })),
    bottleneck: lanes[0] === undefined ? null : { kind: lanes[0].kind, key: lanes[0].key },
    would_expire: { posted_at_once: expiring(messages, loads, input), fed },
  };
}

function countryForecast(each: ForecastCountry, unitsPerMessage: number): CountryForecast {
  const { country, messages, price } = each;
  const units = Math.ceil(messages * (each.unitsPerMessage ?? unitsPerMessage));
  const cost = price && { amount: multiplyAmount(price.amount, units), currency: price.currency };
  return {
    country,
    messages,
    units,
    requests: each.requests ?? Math.ceil(messages / each.batchSize),
    cost: cost ?? null,
  };
}

function loadsOf({ countries, unitsPerMessage, ahead }: ForecastInput): Load[] {
  const loads = new Map<string, Load>();
  const loadOf = (lane: ForecastPassage): Load => {
    const empty = { lane, units: 0, unitsAhead: 0, seconds: 0, secondsAhead: 0, slowest: lane.perSecond };
    const load = loads.get(lane.bucket) ?? empty;
    loads.set(lane.bucket, load);
    return load;
  };
  for (const { messages, lanes, unitsPerMessage: own = unitsPerMessage } of countries) {
    const units = Math.ceil(messages * own);
    for (const lane of lanes) {
      const load = loadOf(lane);
      load.units += units;
      load.seconds += units / lane.perSecond;
      load.slowest = Math.min(load.slowest, lane.perSecond);
    }
  }
  for (const { units, lanes } of ahead) {
    for (const lane of lanes) {
      // What goes through other lanes is in nobody's way.
      const load = loads.get(lane.bucket);
      if (load === undefined) continue;
      load.unitsAhead += units;
      load.secondsAhead += units / lane.perSecond;
    }
  }
  return [...loads.values()];
}

function laneForecast({ lane, units, unitsAhead, seconds, secondsAhead, slowest }: Load, input: ForecastInput) {
  const { kind, key, perDay } = lane;
  const all = perDay === undefined ? seconds + secondsAhead : cappedSeconds(lane, perDay, units + unitsAhead, input);
  const rate = perDay === undefined ? slowest : perDay / DAY_S;
  return {
    kind,
    key,
    units_per_second: rate,
    units,
    units_ahead: unitsAhead,
    seconds: all,
    held: lane.held !== undefined,
  };
}

/** What today's rest does not hold waits for midnight, a day for each further cap. */
function cappedSeconds(lane: ForecastPassage, perDay: number, units: number, input: ForecastInput): number {
  const total = units + (input.usedToday.get(lane.bucket) ?? 0);
  if (total <= perDay) return 0;
  return input.secondsToMidnight + (Math.ceil(total / perDay) - 2) * DAY_S;
}

function requestLane(requests: number, { requestsPerSecond }: ForecastInput): ForecastLane[] {
  const seconds = requests / requestsPerSecond;
  const name = { kind: 'account_requests', key: '', held: false };
  return [{ ...name, units_per_second: requestsPerSecond, units: requests, units_ahead: 0, seconds }];
}

/** All posted at the request limit: what has not left when its time is over is dropped, and leaves its turn to the next. */
function expiring(messages: number, loads: readonly Load[], { requestsPerSecond, countries, expiryS }: ForecastInput) {
  const drainS = Math.max(0, ...loads.filter(({ lane }) => lane.perDay === undefined).map(({ seconds }) => seconds));
  const posts = countries.reduce((sum, each) => sum + Math.ceil(each.messages / BATCH_SIZE), 0);
  const inTimeS = posts / requestsPerSecond + expiryS;
  return drainS <= inTimeS ? 0 : Math.floor((messages * (drainS - inTimeS)) / drainS + 1e-6);
}
