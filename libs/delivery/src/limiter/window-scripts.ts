import { RedisScript } from './redis-script';

// Late wake-ups are made up for at this much above the even pace, and up to so long a burst; the window itself is the limit.
const CATCH_UP = 1.03;
const BURST_MS = 60;
/** Right after Redis lost everything, nobody knows what the provider has still in its window: slower than the limit, and no bursts. */
const COLD_PACE = 0.98;
/** A place is given so long before its time, so that who waits for it need ask only once. */
const AHEAD_MS = 40;
/** So much of even the fastest request may be this machine's own business. */
const OWN_MS = 50;
/** The lone request has so long to be answered; then another one asks. */
const ALONE_MS = 2_000;

/*
 * A place in the window, to be used now or in a moment. Places of requests under way end when their worker is surely dead; those of answered ones
 * a window after the answer. So whenever the provider counted a request, it is out of its window before its place is free again.
 * Keys: places, state, pace. Arguments: id, window, ceiling, ms until a worker is dead.
 */
export const TAKE = new RedisScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local window, ceiling = tonumber(ARGV[2]), tonumber(ARGV[3])
local state = redis.call('HMGET', KEYS[2], 'allowed', 'quiet_until', 'alone', 'born')
if not state[1] then return {'lost', string.format('%.3f', now)} end
local quiet = tonumber(state[2]) - now
if quiet > 0 then return {'quiet', tostring(quiet)} end
local allowed = math.max(1, math.floor(math.min(tonumber(state[1]), ceiling)))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.3f', now))
local used = redis.call('ZCARD', KEYS[1])
local start = now
if used >= allowed then
  local next = redis.call('ZRANGE', KEYS[1], used - allowed, used - allowed, 'WITHSCORES')
  start = tonumber(next[2])
end
local cold = now - tonumber(state[4]) < window
local pace = window / allowed / (cold and ${COLD_PACE} or ${CATCH_UP})
local burst = cold and 0 or ${BURST_MS}
local due = math.min(tonumber(redis.call('GET', KEYS[3]) or now), now + burst + pace + ${AHEAD_MS})
start = math.max(start, due - burst)
if start - now > ${AHEAD_MS} then return {'wait', tostring(start - now - ${AHEAD_MS / 2})} end
redis.call('SET', KEYS[3], string.format('%.3f', math.max(due, start) + pace), 'PX', 60000)
redis.call('ZADD', KEYS[1], string.format('%.3f', now + tonumber(ARGV[4])), ARGV[1])
redis.call('PEXPIRE', KEYS[1], string.format('%d', tonumber(ARGV[4]) + window))
if state[3] == '1' then redis.call('HSET', KEYS[2], 'quiet_until', string.format('%.3f', now + ${ALONE_MS})) end
return {'taken', string.format('%.3f', start), tostring(math.min(used + 1, allowed)), tostring(start - now)}
`);

/*
 * An answered request keeps its place for a window, less half of what even the fastest request takes: no request was counted later than its
 * answer less its way back, and none is counted sooner than its place plus its way there.
 * One that was never sent leaves at once. Keys: places, state, fastest. Arguments: id, window, taken at, sent?
 * In the first ten seconds nothing is known of how fast requests are, and nothing is taken off.
 */
export const LEAVE = new RedisScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
if ARGV[4] == '0' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  if redis.call('HGET', KEYS[2], 'alone') == '1' then redis.call('HSET', KEYS[2], 'quiet_until', '0') end
else
  local took = math.max(0, now - tonumber(ARGV[3]))
  local known = redis.call('HMGET', KEYS[3], 'since', 'now', 'before')
  local since, best, before = tonumber(known[1] or now), tonumber(known[2] or took), tonumber(known[3] or 0)
  if now - since > 10000 then since, before, best = now, best, took end
  best = math.min(best, took)
  redis.call('HSET', KEYS[3], 'since', string.format('%.3f', since), 'now', tostring(best), 'before', tostring(before))
  redis.call('PEXPIRE', KEYS[3], 60000)
  local until_free = now + tonumber(ARGV[2]) - math.max(0, math.min(best, before) - ${OWN_MS}) / 2
  redis.call('ZADD', KEYS[1], 'XX', string.format('%.3f', until_free), ARGV[1])
end
local state = redis.call('HMGET', KEYS[2], 'version', 'json')
return {string.format('%.3f', now), state[1] or '', state[2] or ''}
`);

/* Writes what became of the rate, unless somebody else did since it was read. Keys: state. Arguments: version read, allowed, quiet_until, alone, json. */
export const DECIDE = new RedisScript(`
local t = redis.call('TIME')
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= ARGV[1] then return {'no'} end
if version == '' then redis.call('HSET', KEYS[1], 'born', string.format('%.3f', t[1] * 1000 + t[2] / 1000)) end
redis.call('HSET', KEYS[1], 'version', tostring((tonumber(version) or 0) + 1), 'allowed', ARGV[2], 'quiet_until', ARGV[3],
  'alone', ARGV[4], 'json', ARGV[5])
return {'yes'}
`);
