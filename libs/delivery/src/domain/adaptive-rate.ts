/** What the provider publishes for one window, and Herald's ceiling. */
export interface Ceiling {
  /** Requests in a window. */
  readonly requests: number;
  readonly windowMs: number;
}

/** What all workers know together of what the provider really allows. Times in ms of one clock. */
export interface AdaptiveRate {
  /** Requests in a window, now; may have a fraction. Between the floor and the ceiling. */
  readonly allowed: number;
  /** The ceiling it was worked out under. */
  readonly ceiling: number;
  /** Nobody sends before. */
  readonly quietUntil: number;
  readonly quietMs: number;
  /** The silence the provider asked for itself, 0 where it names none. */
  readonly askedMs: number;
  /** After the quiet one request alone finds out whether the provider lets requests through again. */
  readonly alone: boolean;
  /** The most that is known to pass: one more was refused. null: nothing was refused so far. */
  readonly plateau: number | null;
  /** When something was refused, or slow, last. */
  readonly setBackAt: number;
  readonly grownAt: number;
}

/** One request that was answered. */
export interface Answered {
  readonly now: number;
  /** When it was let in. */
  readonly startedAt: number;
  /** How many of the window it was, itself included: never less than the provider can have counted. */
  readonly count: number;
}

const FLOOR_SHARE = 0.01;
/** Multiplicative decrease, when nothing more exact is known. */
const DECREASE = 0.8;
const SLOW_DECREASE = 0.9;
const SHORTEST_QUIET_MS = 100;
const LONGEST_QUIET_MS = 30_000;
const STEP_MS = 250;
/** Additive increase below the plateau: this share of the ceiling each step. */
const STEP_SHARE = 0.005;
/** Where nothing is known to be refused, it doubles in a second: finding out costs one 429, however fast. */
const STEP_FACTOR = 2 ** (STEP_MS / 1_000);
// Past the plateau every try may cost a 429: at most one in 240 requests, but never rarer than once a minute.
const TRY_EVERY_REQUESTS = 240;
const TRY_SOONEST_MS = 8_000;
const TRY_LATEST_MS = 60_000;
/** A provider that asks for a long silence makes tries dear: silence may cost a fortieth of the time. */
const TRY_PER_SILENCE = 40;
/** It grows only while it is what holds the senders back. */
const IN_USE = 0.9;

export function freshRate({ requests }: Ceiling, now: number): AdaptiveRate {
  const quiet = { quietUntil: 0, quietMs: 0, askedMs: 0, alone: false };
  return { allowed: requests, ceiling: requests, ...quiet, plateau: null, setBackAt: 0, grownAt: now };
}

export function floorOf({ requests }: Ceiling): number {
  return Math.min(requests, Math.max(1, Math.ceil(requests * FLOOR_SHARE)));
}

/** The operator changed the limit: what was at the old ceiling is at the new one. */
export function underCeiling(rate: AdaptiveRate, ceiling: Ceiling): AdaptiveRate {
  const { requests } = ceiling;
  if (rate.ceiling === requests) return rate;
  const allowed = rate.allowed >= rate.ceiling ? requests : clamp(rate.allowed, ceiling);
  const plateau = rate.plateau === null || rate.plateau >= requests ? null : rate.plateau;
  return { ...rate, ceiling: requests, allowed, plateau };
}

/**
 * The provider said 429. All fall silent for a moment, then one request alone asks again; each time it is refused the silence doubles.
 * Requests that were under way together meet one and the same limit: that counts once.
 */
export function refused(
  rate: AdaptiveRate,
  ceiling: Ceiling,
  answer: Answered & { readonly retryAfterMs: number | undefined },
): AdaptiveRate {
  const { now, startedAt, count, retryAfterMs } = answer;
  if (startedAt < rate.setBackAt) {
    const until = now + (retryAfterMs ?? 0);
    return rate.alone && until > rate.quietUntil ? { ...rate, quietUntil: until } : rate;
  }
  const longer = rate.alone ? Math.min(LONGEST_QUIET_MS, rate.quietMs * 2) : SHORTEST_QUIET_MS;
  const quietMs = Math.max(1, retryAfterMs ?? longer);
  const plateau = clamp(Math.min(rate.allowed, count - 1), ceiling);
  const quiet = { quietUntil: now + quietMs, quietMs: longer, askedMs: retryAfterMs ?? 0, alone: true };
  return { ...rate, ...quiet, allowed: plateau, plateau, setBackAt: now };
}

/** The provider took a request (or refused it for another reason than its rate). */
export function passed(rate: AdaptiveRate, ceiling: Ceiling, { now, startedAt, count }: Answered): AdaptiveRate {
  if (rate.alone) {
    if (startedAt < rate.setBackAt) return rate;
    // So many were in the window and this one still passed; above that only the decrease is left to guess by.
    const allowed = clamp(Math.max(count, (rate.plateau ?? rate.allowed) * DECREASE), ceiling);
    return { ...rate, allowed, alone: false, quietUntil: 0, quietMs: 0, grownAt: now };
  }
  const { plateau } = rate;
  // What was refused keeps its place for a window, and the provider may not have counted it: until then a count says too much.
  const disproved = plateau !== null && startedAt > rate.setBackAt + ceiling.windowMs && count > plateau;
  const known = disproved ? { ...rate, plateau: null } : rate;
  return count < Math.floor(rate.allowed) * IN_USE ? known : grown(known, ceiling, now);
}

/** Answers take much longer than they used to: the provider has more than it can do. */
export function slowed(rate: AdaptiveRate, ceiling: Ceiling, now: number): AdaptiveRate {
  if (rate.alone || now - rate.setBackAt < ceiling.windowMs) return rate;
  return { ...rate, allowed: clamp(rate.allowed * SLOW_DECREASE, ceiling), plateau: rate.allowed, setBackAt: now };
}

function grown(rate: AdaptiveRate, ceiling: Ceiling, now: number): AdaptiveRate {
  if (now - rate.grownAt < STEP_MS || rate.allowed >= ceiling.requests) return rate;
  if (rate.plateau === null) return { ...rate, allowed: clamp(rate.allowed * STEP_FACTOR, ceiling), grownAt: now };
  if (rate.allowed < rate.plateau) {
    const allowed = Math.min(rate.plateau, rate.allowed + Math.max(0.25, ceiling.requests * STEP_SHARE));
    return { ...rate, allowed: clamp(allowed, ceiling), grownAt: now };
  }
  const due = rate.setBackAt + tryAfterMs(rate, ceiling);
  return rate.allowed > rate.plateau || now < due
    ? rate
    : { ...rate, allowed: clamp(Math.floor(rate.plateau) + 1, ceiling), grownAt: now };
}

function tryAfterMs({ allowed, askedMs }: AdaptiveRate, { windowMs }: Ceiling): number {
  const seldom = Math.min(TRY_LATEST_MS, Math.max(TRY_SOONEST_MS, (TRY_EVERY_REQUESTS * windowMs) / allowed));
  return Math.max(seldom, askedMs * TRY_PER_SILENCE);
}

function clamp(allowed: number, ceiling: Ceiling): number {
  return Math.min(ceiling.requests, Math.max(floorOf(ceiling), allowed));
}
