import fc from 'fast-check';

import { TimeBuckets } from './time-buckets';

const TICK_MS = 5;

describe('the timer wheel', () => {
  it('gives out events by tick, first in first out within one, never before their time', () => {
    const times = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 50 }), (all, slice) => {
        const wheel = new TimeBuckets();
        all.forEach((at, event) => {
          wheel.add(at, event);
        });
        const seen: number[] = [];
        for (let now = 0; now <= 500; now += TICK_MS) {
          while (wheel.drain(now, slice, (event) => seen.push(event)) > 0) {
            expect(all[seen.at(-1) ?? 0]).toBeLessThanOrEqual(now);
          }
        }
        const tick = (event: number): number => Math.ceil((all[event] ?? 0) / TICK_MS);
        expect(seen).toEqual(all.map((_, event) => event).sort((a, b) => tick(a) - tick(b) || a - b));
        expect(wheel.size).toBe(0);
        expect(wheel.nextAt).toBeUndefined();
      }),
    );
  });

  it('takes events while it gives some out, even overdue ones', () => {
    const wheel = new TimeBuckets();
    wheel.add(50, 1);
    wheel.add(50, 2);
    const seen: number[] = [];
    wheel.drain(50, 10, (event) => {
      seen.push(event);
      if (event === 1) wheel.add(10, 3);
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('grows: a hundred thousand in one tick', () => {
    const wheel = new TimeBuckets();
    for (let event = 0; event < 100_000; event += 1) wheel.add(7, event);
    let sum = 0;
    wheel.drain(10, Infinity, (event) => (sum += event));
    expect(sum).toBe((99_999 * 100_000) / 2);
  });
});
