import type Redis from 'ioredis';
import { randomUUID } from 'node:crypto';

import {
  type AdaptiveRate,
  type Ceiling,
  freshRate,
  passed,
  refused,
  slowed,
  underCeiling,
} from '../domain/adaptive-rate';
import { PATIENCE_MS, within } from './redis-script';
import { DECIDE, LEAVE, TAKE } from './window-scripts';

/** A request that may go out now. */
export interface Place {
  readonly id: string;
  /** When it may be used, by Redis' clock. */
  readonly at: number;
  /** How long that is from now. */
  readonly inMs: number;
  /** How many of the window it is, itself included. */
  readonly count: number;
}

export type PlaceAnswer =
  | { readonly kind: 'taken'; readonly place: Place }
  /** `quiet`: the provider was asked too much. Otherwise the window is full. */
  | { readonly kind: 'quiet' | 'wait'; readonly ms: number }
  | { readonly kind: 'unavailable' };

/** What the provider made of a request: took it (or refused it for what it is), refused it for coming too fast, or did not say. */
export type Verdict =
  | { readonly kind: 'silent' }
  | { readonly kind: 'passed'; readonly slow: boolean }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined };

const TRIES = 5;

/**
 * The account's requests in a sliding window, shared by all workers in Redis, with a size that follows what the provider really
 * allows. Decisions are taken by pure code in whichever worker got the answer, and written if nobody else wrote meanwhile.
 */
export class RequestWindow {
  /** What this worker saw last: where all begin again when Redis has lost it. */
  private remembered: AdaptiveRate | undefined;

  constructor(
    private readonly prefix: string,
    /** A worker that has not answered for a place by then is dead. */
    private readonly deadAfterMs: number,
  ) {}

  get rate(): AdaptiveRate | undefined {
    return this.remembered;
  }

  /** One try for a place. */
  async take(redis: Redis, ceiling: Ceiling): Promise<PlaceAnswer> {
    const id = randomUUID();
    const keys = [this.key('places'), this.key('rate'), this.key('pace')];
    const asked = TAKE.run(redis, keys, [id, ceiling.windowMs, ceiling.requests, this.deadAfterMs]);
    const answer = await within(PATIENCE_MS, asked);
    if (answer === undefined) {
      // Should Redis have given the place all the same, nobody uses it.
      asked.then(() => this.send(redis, { id, at: 0, inMs: 0, count: 0 }, ceiling, false)).catch(() => undefined);
      return { kind: 'unavailable' };
    }
    const [kind, first, second, third] = answer;
    if (kind === 'taken') return { kind, place: { id, at: Number(first), count: Number(second), inMs: Number(third) } };
    if (kind === 'quiet' || kind === 'wait') return { kind, ms: Number(first) };
    await this.begin(redis, ceiling, Number(first));
    return { kind: 'wait', ms: 0 };
  }

  /** The request was answered: its place ends a window later. @returns ms for which nobody sends now */
  async answered(redis: Redis, place: Place, ceiling: Ceiling, verdict: Verdict): Promise<number> {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const left = await within(PATIENCE_MS, this.send(redis, place, ceiling, true));
      if (left === undefined || left.json === '') return 0;
      const before = JSON.parse(left.json) as AdaptiveRate;
      const after = judge(underCeiling(before, ceiling), ceiling, verdict, {
        now: left.now,
        startedAt: place.at,
        count: place.count,
      });
      this.remembered = after;
      const quietMs = Math.max(0, after.quietUntil - left.now);
      if (sameRate(before, after)) return quietMs;
      const written = await within(PATIENCE_MS, this.write(redis, left.version, after));
      if (written === undefined || written) return quietMs;
    }
    return 0;
  }

  /** The request was never made: its place is free again. */
  unused(redis: Redis, place: Place, ceiling: Ceiling): void {
    this.send(redis, place, ceiling, false).catch(() => undefined);
  }

  private async begin(redis: Redis, ceiling: Ceiling, now: number): Promise<void> {
    const known = this.remembered === undefined ? freshRate(ceiling, now) : underCeiling(this.remembered, ceiling);
    // The clock may be another one; what was known of times is not worth keeping.
    const rate = { ...known, quietUntil: 0, alone: false, setBackAt: now, grownAt: now };
    await within(PATIENCE_MS, this.write(redis, '', rate));
  }

  private async send(redis: Redis, place: Place, { windowMs }: Ceiling, sent: boolean) {
    const keys = [this.key('places'), this.key('rate'), this.key('fastest')];
    const [now, version, json] = await LEAVE.run(redis, keys, [place.id, windowMs, place.at, sent ? 1 : 0]);
    return { now: Number(now), version: version ?? '', json: json ?? '' };
  }

  private async write(redis: Redis, version: string, rate: AdaptiveRate): Promise<boolean> {
    const { allowed, quietUntil, alone } = rate;
    const args = [version, allowed, quietUntil, alone ? 1 : 0, JSON.stringify(rate)];
    const [done] = await DECIDE.run(redis, [this.key('rate')], args);
    return done === 'yes';
  }

  private key(name: string): string {
    return `${this.prefix}:limit:requests:${name}`;
  }
}

function judge(
  rate: AdaptiveRate,
  ceiling: Ceiling,
  verdict: Verdict,
  answer: { now: number; startedAt: number; count: number },
) {
  if (verdict.kind === 'silent') return rate;
  if (verdict.kind === 'throttled') return refused(rate, ceiling, { ...answer, retryAfterMs: verdict.retryAfterMs });
  const after = passed(rate, ceiling, answer);
  return verdict.slow ? slowed(after, ceiling, answer.now) : after;
}

function sameRate(one: AdaptiveRate, other: AdaptiveRate): boolean {
  return (Object.keys(one) as (keyof AdaptiveRate)[]).every((key) => one[key] === other[key]);
}
