import * as fc from 'fast-check';

import { type HandedOver, stillWaiting } from './backlog';

const T = 1_700_000_000_000;
const EXPIRY_S = 10_800;

function batch(change: Partial<HandedOver> & { id: string }): HandedOver {
  const enteredAt = 'enteredAt' in change ? change.enteredAt : T;
  return {
    sender: 'a',
    pooled: false,
    units: 100,
    perSecond: 10,
    begunAt: (enteredAt ?? T) - 100,
    seenAt: undefined,
    expiryS: EXPIRY_S,
    ...change,
    enteredAt,
  };
}

function waitingOf(batches: readonly HandedOver[], now: number, accountPerSecond = 10): Record<string, number> {
  const { waiting } = stillWaiting(batches, { now, accountPerSecond });
  return Object.fromEntries(waiting.map((each) => [each.batch.id, Math.round(each.units)]));
}

describe('what waits at the provider', () => {
  it('is everything accepted at first, and what is being sent', () => {
    expect(waitingOf([batch({ id: '1' }), batch({ id: '2', enteredAt: undefined })], T)).toEqual({ 1: 100, 2: 100 });
  });

  it('is nothing of a batch whose messages were all seen to leave', () => {
    expect(waitingOf([batch({ id: '1', units: 0, seenAt: T })], T)).toEqual({});
  });

  it('is nothing of what entered before a batch of the same sender that is seen leaving', () => {
    const [lost, other] = [batch({ id: 'lost' }), batch({ id: 'other', sender: 'b' })];
    const seen = batch({ id: 'seen', units: 60, enteredAt: T + 5_000, seenAt: T + 9_000 });
    expect(waitingOf([lost, other, seen], T + 10_000)).toEqual({ other: 100, seen: 60 });
  });

  it('does not take two requests that were under way together for one after the other', () => {
    const [slow, quick] = [
      batch({ id: 'slow', begunAt: T - 500, enteredAt: T + 500 }),
      batch({ id: 'quick', units: 10, begunAt: T - 400, seenAt: T + 600 }),
    ];
    expect(waitingOf([slow, quick], T + 700)).toEqual({ slow: 100, quick: 10 });
  });

  it('believes of a Powerpack only that its numbers do not differ by more than ten minutes', () => {
    const first = batch({ id: 'first', pooled: true });
    const later = (ms: number): HandedOver =>
      batch({ id: 'later', pooled: true, units: 50, enteredAt: T + ms, seenAt: T + ms });
    expect(waitingOf([first, later(60_000)], T + 60_000)).toHaveProperty('first');
    expect(waitingOf([first, later(700_000)], T + 700_000)).not.toHaveProperty('first');
  });

  it('ends for the rest of a batch that was seen leaving when that has had its time and more', () => {
    const rest = batch({ id: 'rest', seenAt: T });
    const alive = batch({ id: 'alive', sender: 'b', units: 5, enteredAt: T + 41_000, seenAt: T + 41_000 });
    expect(waitingOf([rest, alive], T + 42_000)).toHaveProperty('rest');
    expect(waitingOf([rest, { ...alive, seenAt: T + 43_000 }], T + 43_000)).not.toHaveProperty('rest');
  });

  it('ends with the expiry', () => {
    const old = batch({ id: 'old', expiryS: 60 });
    const alive = batch({ id: 'alive', sender: 'b', enteredAt: T + 59_000, seenAt: T + 59_500 });
    expect(waitingOf([old, alive], T + 60_000)).toHaveProperty('old');
    expect(waitingOf([old, alive], T + 60_001)).not.toHaveProperty('old');
  });

  it('is reckoned from the rates when no callback comes at all', () => {
    const batches = ['1', '2', '3', '4', '5'].map((id) => batch({ id }));
    expect(waitingOf(batches, T + 30_000)).toEqual({ 1: 100, 2: 100, 3: 100, 4: 100, 5: 100 });
    // 10 a second less the margin of a quarter: 8.
    expect(waitingOf(batches, T + 32_000)).toEqual({ 3: 44, 4: 100, 5: 100 });
    expect(waitingOf(batches, T + 63_000)).toEqual({});
  });

  it('is believed again as soon as callbacks come again', () => {
    const batches = ['1', '2', '3'].map((id, index) => batch({ id, enteredAt: T + index * 1_000 }));
    const [first] = batches;
    const seen = { ...first, units: 40, seenAt: T + 100_000 } as HandedOver;
    expect(waitingOf([seen, ...batches.slice(1)], T + 101_000)).toEqual({ 1: 40, 2: 100, 3: 100 });
  });
});

interface Queue {
  readonly batches: HandedOver[];
  /** Units that really wait. */
  readonly truth: number;
}

/** A provider's queue at `rate` after `seconds` of batches handed over; of each message's callbacks `lost` do not arrive. */
function provider(
  sizes: readonly number[],
  gapS: number,
  seconds: number,
  rate: number,
  lost: (n: number) => boolean,
): Queue {
  let freeAt = T;
  let message = 0;
  const now = T + seconds * 1_000;
  let truth = 0;
  const batches = sizes.flatMap((size, index) => {
    const enteredAt = T + index * gapS * 1_000;
    if (enteredAt > now) return [];
    freeAt = Math.max(freeAt, enteredAt);
    let units = size;
    let seenAt: number | undefined;
    for (let each = 0; each < size; each += 1) {
      freeAt += 1_000 / rate;
      if (freeAt > now) truth += 1;
      else if (!lost((message += 1))) {
        units -= 1;
        seenAt = freeAt;
      }
    }
    return [batch({ id: String(index), units, enteredAt, begunAt: enteredAt, seenAt, perSecond: rate })];
  });
  return { batches, truth };
}

describe('the model against a queue', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 });

  it('never believes that less waits than does, whatever callbacks are lost', () => {
    const shape = fc.record({ sizes, gap: fc.integer({ min: 0, max: 20 }), seconds: fc.integer({ min: 0, max: 900 }) });
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 }), (given, rate, one) => {
        const { batches, truth } = provider(given.sizes, given.gap, given.seconds, rate, (n) => n % 10 < one);
        const { waiting } = stillWaiting(batches, { now: T + given.seconds * 1_000, accountPerSecond: rate });
        expect(waiting.reduce((sum, { units }) => sum + units, 0)).toBeGreaterThanOrEqual(truth - 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('forgets nothing that still counts by what it says may be forgotten', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 10 }), (given, seconds, one) => {
        const now = T + seconds * 1_000;
        const reckoning = { now: now + 500, accountPerSecond: 5 };
        const { batches } = provider(given, 3, seconds, 5, (n) => n % 10 < one);
        const { since } = stillWaiting(batches, { now, accountPerSecond: 5 });
        const kept = batches.filter(({ enteredAt = now }) => enteredAt >= since);
        const sum = (of: readonly HandedOver[]): number =>
          stillWaiting(of, reckoning).waiting.reduce((all, { units }) => all + units, 0);
        expect(sum(kept)).toBeGreaterThanOrEqual(sum(batches) - 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no more than the batches of a queue that is not empty, where no callback ever arrives', () => {
    // A batch of ten a minute, at ten a second: all but the last have left long ago.
    const { batches } = provider(Array<number>(60).fill(10), 60, 3_541, 10, () => true);
    const now = T + 3_541_000;
    const { since, waiting } = stillWaiting(batches, { now, accountPerSecond: 10 });
    expect(waiting.map(({ batch: { id } }) => id)).toEqual(['59']);
    expect(since).toBe(batches.at(-1)?.enteredAt);
    expect(stillWaiting(batches, { now: now + 5_000, accountPerSecond: 10 })).toEqual({
      waiting: [],
      since: now + 5_000,
    });
  });

  it('keeps who brought the last word, as long as something waits since before', () => {
    const seen = batch({ id: 'seen', units: 0, enteredAt: T, seenAt: T + 100_000 });
    const rest = batch({ id: 'rest', units: 1_000, enteredAt: T + 1_000 });
    const now = T + 140_000;
    const { since, waiting } = stillWaiting([seen, rest], { now, accountPerSecond: 10 });
    // Forty seconds of silence at 8 a second.
    expect(waiting.map(({ units }) => units)).toEqual([680]);
    expect(since).toBe(T);
  });

  it('comes to an end although no callback ever arrives', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 20 }), (given, rate) => {
        const { batches } = provider(given, 0, 0, rate, () => true);
        const units = given.reduce((sum, size) => sum + size, 0);
        const now = T + 31_000 + 10_000 + (units / rate) * 1_250;
        expect(stillWaiting(batches, { now, accountPerSecond: rate }).waiting).toEqual([]);
      }),
    );
  });
});
