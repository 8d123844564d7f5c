import { pacificDay } from '@herald/campaigns';
import { type LaneBook, type LaneKind, type Passage, ratePerSecond, type TouchedLane } from '@herald/lanes';
import type Redis from 'ioredis';

import { PATIENCE_MS, RedisScript, within } from './redis-script';

/** No lane of the provider comes near it: from here on, asking Redis would only cost time. */
const BOUNDLESS_PER_SECOND = 1_000_000;
// How far a lane may be ahead of its rate: as late as a busy worker wakes up, so that waking late loses nothing. A hundredth of 10 s.
const AHEAD_S = 0.1;
const FORGET_MS = 60_000;
const COUNTS_UNITS: ReadonlySet<LaneKind> = new Set(['account_messages', 'sender', 'sender_type', 'brand', 'country']);

/*
 * A leaking bucket for each lane: its level, in units, sinks at the lane's rate of the moment. A batch passes while the level of each
 * is at most a tenth of a second's worth, and raises them by all it weighs. All lanes or none.
 * Arguments: units, lanes, then each one's rate; caps, then each one's amount. Keys in the same order.
 */
const PASS = new RedisScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local units, lanes = tonumber(ARGV[1]), tonumber(ARGV[2])
local wait = 0
local levels = {}
for i = 1, lanes do
  local rate = tonumber(ARGV[2 + i]) / 1000
  local ahead = rate * ${AHEAD_S * 1_000}
  local was = redis.call('HMGET', KEYS[i], 'level', 'at')
  local level = ahead
  if was[1] then level = math.max(0, tonumber(was[1]) - math.max(0, now - tonumber(was[2])) * rate) end
  levels[i] = level
  wait = math.max(wait, (level - ahead) / rate)
end
local caps = tonumber(ARGV[3 + lanes])
for i = 1, caps do
  local used = redis.call('GET', KEYS[lanes + i])
  if not used then return {'unknown', tostring(i)} end
  used = tonumber(used)
  if used > 0 and used + units > tonumber(ARGV[3 + lanes + i]) then return {'used_up', tostring(i)} end
end
if wait > 0.01 then return {'wait', tostring(wait)} end
for i = 1, lanes do
  local rate = tonumber(ARGV[2 + i]) / 1000
  redis.call('HSET', KEYS[i], 'level', tostring(levels[i] + units), 'at', string.format('%.3f', now))
  redis.call('PEXPIRE', KEYS[i], string.format('%d', math.min(1e12, (levels[i] + units) / rate + ${FORGET_MS})))
end
for i = 1, caps do redis.call('INCRBY', KEYS[lanes + i], units) end
return {'pass'}
`);

/* Takes back what a batch used that was not sent after all. */
const RETURN = new RedisScript(`
local units, lanes = tonumber(ARGV[1]), tonumber(ARGV[2])
for i = 1, #KEYS do
  if i > lanes then
    if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('DECRBY', KEYS[i], units) end
  elseif redis.call('EXISTS', KEYS[i]) == 1 then
    redis.call('HINCRBYFLOAT', KEYS[i], 'level', -units)
  end
end
return {}
`);

/** The lanes that count units, as one batch passes them. */
interface Toll {
  readonly lanes: readonly { readonly key: string; readonly perSecond: number }[];
  readonly caps: readonly { readonly key: string; readonly amount: number; readonly lane: TouchedLane }[];
}

export type UnitsAnswer =
  | { readonly kind: 'passed'; readonly giveBack: () => void }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Until the day of the cap is over. */
  | { readonly kind: 'used_up'; readonly until: Date }
  | { readonly kind: 'unavailable' };

/** @returns units that count against the cap since `since`, as Postgres knows them */
export type UsedSince = (owner: TouchedLane, book: LaneBook, since: Date) => Promise<number>;

/** Units a second and a day, across all workers. */
export class UnitLanes {
  constructor(
    private readonly prefix: string,
    private readonly usedSince: UsedSince,
  ) {}

  /** One try. Nothing is used up unless it passed. */
  async pass(
    redis: Redis,
    book: LaneBook,
    passage: Passage & { readonly units: number },
    now: Date,
  ): Promise<UnitsAnswer> {
    const toll = this.tollOf(book, passage, now);
    const keys = [...toll.lanes, ...toll.caps].map(({ key }) => key);
    if (keys.length === 0) return { kind: 'passed', giveBack: () => undefined };
    const { units } = passage;
    const rates = toll.lanes.map(({ perSecond }) => perSecond);
    const amounts = toll.caps.map(({ amount }) => amount);
    const args = [units, rates.length, ...rates, amounts.length, ...amounts];
    const answer = await within(PATIENCE_MS, PASS.run(redis, keys, args));
    if (answer === undefined) return { kind: 'unavailable' };
    const [kind, detail] = answer;
    if (kind === 'wait') return { kind: 'wait', ms: Number(detail) };
    if (kind === 'used_up') return { kind: 'used_up', until: pacificDay(now).end };
    if (kind === 'unknown') return this.count(redis, book, toll.caps[Number(detail) - 1], now);
    const giveBack = (): void => {
      RETURN.run(redis, keys, [units, rates.length]).catch(() => undefined);
    };
    return { kind: 'passed', giveBack };
  }

  /** Redis forgot, or a day began: what was sent today stands in Postgres. */
  private async count(
    redis: Redis,
    book: LaneBook,
    cap: Toll['caps'][number] | undefined,
    now: Date,
  ): Promise<UnitsAnswer> {
    if (cap === undefined) return { kind: 'unavailable' };
    const { start, end } = pacificDay(now);
    const used = await this.usedSince(cap.lane, book, start);
    const keepMs = Math.max(1, end.getTime() - now.getTime()) + FORGET_MS;
    const set = await within(
      PATIENCE_MS,
      redis.set(cap.key, used, 'PX', keepMs, 'NX').then(() => true),
    );
    return set === true ? { kind: 'wait', ms: 0 } : { kind: 'unavailable' };
  }

  private tollOf(book: LaneBook, passage: Passage, now: Date): Toll {
    const touched = book.touchedBy(passage);
    const lanes = new Map<string, number>();
    for (const lane of touched) {
      if (!COUNTS_UNITS.has(lane.kind)) continue;
      const perSecond = ratePerSecond(lane);
      if (perSecond < BOUNDLESS_PER_SECOND) lanes.set(`${this.prefix}:limit:units:${lane.bucket}`, perSecond);
    }
    const { name } = pacificDay(now);
    const caps = touched.flatMap((lane) =>
      lane.kind === 'daily_cap' && lane.amount !== null
        ? [{ key: `${this.prefix}:limit:day:${name}:${lane.bucket}`, amount: lane.amount, lane }]
        : [],
    );
    return { lanes: [...lanes].map(([key, perSecond]) => ({ key, perSecond })), caps };
  }
}
