import fc from 'fast-check';

import {
  type AdaptiveRate,
  type Ceiling,
  floorOf,
  freshRate,
  passed,
  refused,
  slowed,
  underCeiling,
} from './adaptive-rate';

const CEILING: Ceiling = { requests: 300, windowMs: 5_000 };

interface Run {
  readonly rate: AdaptiveRate;
  readonly sent: number;
  readonly refusals: number;
  readonly window: readonly number[];
}

/**
 * A sender that always has work, against a provider with a strict sliding window. Every ms is looked at; answers come at once.
 *
 * @param limitAt the provider's real limit at a moment
 */
function drive(from: Run, fromMs: number, toMs: number, limitAt: (now: number) => number): Run {
  let { rate, sent, refusals } = from;
  const accepted = from.window.slice();
  const own = from.window.slice();
  let spacedUntil = 0;
  for (let now = fromMs; now < toMs; now += 1) {
    while ((accepted[0] ?? now) <= now - CEILING.windowMs) accepted.shift();
    while ((own[0] ?? now) <= now - CEILING.windowMs) own.shift();
    if (now < rate.quietUntil || own.length + 1 > Math.floor(rate.allowed) || now < spacedUntil) continue;
    spacedUntil = now + CEILING.windowMs / rate.allowed / 1.03;
    own.push(now);
    sent += 1;
    const answer = { now, startedAt: now, count: own.length };
    if (accepted.length >= limitAt(now)) {
      refusals += 1;
      rate = refused(rate, CEILING, { ...answer, retryAfterMs: undefined });
    } else {
      accepted.push(now);
      rate = passed(rate, CEILING, answer);
    }
  }
  return { rate, sent, refusals, window: accepted };
}

const start = (): Run => ({ rate: freshRate(CEILING, 0), sent: 0, refusals: 0, window: [] });

describe('the adaptive rate', () => {
  it('stays between floor and ceiling whatever it is told', () => {
    const event = fc.record({
      kind: fc.constantFrom('refused', 'passed', 'slowed', 'ceiling'),
      afterMs: fc.integer({ min: 0, max: 20_000 }),
      tookMs: fc.integer({ min: 0, max: 5_000 }),
      count: fc.integer({ min: 1, max: 2_000 }),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }),
      requests: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 100 }), (events) => {
        let ceiling = CEILING;
        let now = 0;
        let asked = 0;
        let rate = freshRate(ceiling, now);
        for (const { kind, afterMs, tookMs, count, retryAfterMs, requests } of events) {
          now += afterMs;
          const answer = { now, startedAt: now - tookMs, count };
          if (kind === 'refused') rate = refused(rate, ceiling, { ...answer, retryAfterMs });
          else if (kind === 'passed') rate = passed(rate, ceiling, answer);
          else if (kind === 'slowed') rate = slowed(rate, ceiling, now);
          else {
            ceiling = { ...CEILING, requests };
            rate = underCeiling(rate, ceiling);
          }
          expect(rate.allowed).toBeGreaterThanOrEqual(floorOf(ceiling));
          expect(rate.allowed).toBeLessThanOrEqual(ceiling.requests);
          // Somebody may send again after half a minute at the latest, unless the provider asked for longer.
          asked = kind === 'refused' && retryAfterMs !== undefined ? Math.max(asked, now + retryAfterMs) : asked;
          expect(rate.quietUntil).toBeLessThanOrEqual(Math.max(asked, now + 30_000));
        }
      }),
    );
  });

  it('finds any lower limit in ten seconds, keeps to it, and spends few 429s on looking for more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 299 }), (limit) => {
        const full = drive(start(), 0, 15_000, () => 300);
        expect(full.refusals).toBe(0);
        const found = drive(full, 15_000, 25_000, () => limit);
        expect(found.refusals).toBeLessThanOrEqual(12);
        const before = { ...found, sent: 0, refusals: 0 };
        const kept = drive(before, 25_000, 145_000, () => limit);
        expect((kept.sent - kept.refusals) / ((limit * 120) / 5)).toBeGreaterThan(0.97);
        expect(kept.refusals / kept.sent).toBeLessThanOrEqual(Math.max(0.005, 4 / kept.sent));
      }),
      { numRuns: 25 },
    );
  });

  it('goes back to the ceiling in ten seconds when the limit is lifted', () => {
    const full = drive(start(), 0, 15_000, () => 300);
    const halved = drive(full, 15_000, 60_000, () => 150);
    expect(halved.rate.allowed).toBeLessThanOrEqual(151);
    const lifted = drive(halved, 60_000, 70_000, () => 300);
    expect(lifted.rate.allowed).toBeGreaterThan(291);
  });

  it('takes the 429s of requests that were under way together for one', () => {
    const fresh = freshRate(CEILING, 0);
    const first = refused(fresh, CEILING, { now: 1_000, startedAt: 900, count: 200, retryAfterMs: undefined });
    const second = refused(first, CEILING, { now: 1_010, startedAt: 950, count: 203, retryAfterMs: undefined });
    expect(second).toEqual(first);
    expect(first).toMatchObject({ allowed: 199, plateau: 199, quietUntil: 1_100, alone: true });
    const told = refused(first, CEILING, { now: 1_020, startedAt: 960, count: 204, retryAfterMs: 3_000 });
    expect(told.quietUntil).toBe(4_020);
  });

  it('does not take a window that refused requests swell for proof that more passes', () => {
    const tried = refused(freshRate(CEILING, 0), CEILING, {
      now: 20_000,
      startedAt: 20_000,
      count: 151,
      retryAfterMs: undefined,
    });
    const again = passed(tried, CEILING, { now: 20_200, startedAt: 20_150, count: 148 });
    expect(passed(again, CEILING, { now: 21_000, startedAt: 20_900, count: 152 }).plateau).toBe(150);
    expect(passed(again, CEILING, { now: 26_000, startedAt: 25_900, count: 152 }).plateau).toBeNull();
  });

  it('doubles the silence for every time the lone request is refused, and ends it when that passes', () => {
    let rate = freshRate(CEILING, 0);
    let now = 0;
    const silences: number[] = [];
    for (let each = 0; each < 12; each += 1) {
      rate = refused(rate, CEILING, { now, startedAt: now, count: 100, retryAfterMs: undefined });
      silences.push(rate.quietUntil - now);
      now = rate.quietUntil;
    }
    expect(silences.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(silences.at(-1)).toBe(30_000);
    const open = passed(rate, CEILING, { now, startedAt: now, count: 90 });
    expect(open).toMatchObject({ alone: false, quietUntil: 0, allowed: 90 });
  });

  it('gives a tenth of the rate away when answers become slow, once a window', () => {
    const slow = slowed(freshRate(CEILING, 0), CEILING, 10_000);
    expect(slow.allowed).toBe(270);
    expect(slowed(slow, CEILING, 12_000)).toBe(slow);
    expect(slowed(slow, CEILING, 15_000).allowed).toBe(243);
  });

  it('does not grow on the strength of a window that was not used', () => {
    const low: AdaptiveRate = { ...freshRate(CEILING, 0), allowed: 100 };
    expect(passed(low, CEILING, { now: 60_000, startedAt: 59_990, count: 20 })).toBe(low);
    expect(passed(low, CEILING, { now: 60_000, startedAt: 59_990, count: 95 }).allowed).toBeGreaterThan(100);
  });
});
