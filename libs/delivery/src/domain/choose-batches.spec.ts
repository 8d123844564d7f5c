import * as fc from 'fast-check';

import { chooseBatches, type Due, type Room } from './choose-batches';

function line(campaignId: number, change: Partial<Omit<Due, 'batches'>> & { sizes: readonly number[] }): Due {
  const { sizes, ...rest } = change;
  return {
    campaignId,
    priority: 0,
    windowS: 120,
    longestS: 8_640,
    lanes: [{ bucket: 'account', perSecond: 5 }],
    caps: [],
    ...rest,
    batches: sizes.map((units, index) => ({ id: `${campaignId}.${index}`, units })),
  };
}

function room(change: Partial<Room> = {}): Room {
  return { buckets: new Map(), caps: new Map(), batches: 1_000, fed: new Map(), ...change };
}

const holding = (seconds: number, fedSeconds = 0): Room['buckets'] => new Map([['account', { seconds, fedSeconds }]]);

describe('choosing what to feed', () => {
  it('hands Bull ten seconds of a lane, or one batch', () => {
    expect(chooseBatches([line(1, { sizes: [20, 20, 20, 20] })], room())).toEqual(['1.0', '1.1']);
    expect(chooseBatches([line(1, { sizes: [150, 150] })], room())).toEqual(['1.0']);
  });

  it('stops at the window', () => {
    const due = [line(1, { sizes: [50] })];
    expect(chooseBatches(due, room({ buckets: holding(110) }))).toEqual(['1.0']);
    expect(chooseBatches(due, room({ buckets: holding(110.1) }))).toEqual([]);
  });

  it('feeds a batch larger than the window into an empty lane, if it drains before it expires', () => {
    expect(chooseBatches([line(1, { sizes: [700] })], room())).toEqual(['1.0']);
    expect(chooseBatches([line(1, { sizes: [700] })], room({ buckets: holding(0.1) }))).toEqual([]);
    expect(chooseBatches([line(1, { sizes: [700], longestS: 100 })], room())).toEqual([]);
  });

  it('passes over one that never drains in time, for smaller ones behind it', () => {
    expect(chooseBatches([line(1, { sizes: [700, 5], longestS: 100 })], room())).toEqual(['1.1']);
  });

  it('lets the more important go first', () => {
    const due = [line(1, { sizes: [5, 5] }), line(2, { sizes: [5, 5], priority: 1 })];
    expect(chooseBatches(due, room({ batches: 3 }))).toEqual(['2.0', '2.1', '1.0']);
  });

  it('deals out evenly among equals, counting what is fed already', () => {
    const due = [line(1, { sizes: [1, 1, 1] }), line(2, { sizes: [1, 1, 1] })];
    expect(chooseBatches(due, room({ batches: 4, fed: new Map([[1, 2]]) }))).toEqual(['2.0', '2.1', '1.0', '2.2']);
  });

  it('keeps a full lane for the one whose turn it is, so that small batches do not starve a large one', () => {
    const due = [line(1, { sizes: [100] }), line(2, { sizes: [5] })];
    expect(chooseBatches(due, room({ buckets: holding(110) }))).toEqual([]);
  });

  it('is not stopped by a batch in another lane, nor by one that comes too late anyway', () => {
    const slow = line(1, { sizes: [100], lanes: [{ bucket: 'slow', perSecond: 0.1 }], windowS: 10, longestS: 10 });
    const late = line(2, { sizes: [100], windowS: 1, longestS: 1 });
    expect(chooseBatches([slow, late, line(3, { sizes: [5] })], room())).toEqual(['3.0']);
  });

  it('does not cross a daily cap', () => {
    const caps = new Map([['day', { units: 25 }]]);
    expect(chooseBatches([line(1, { sizes: [10, 10, 10], caps: ['day'] })], room({ caps }))).toEqual(['1.0', '1.1']);
  });

  it('counts a sender’s lane in seconds, whatever its rate in each country', () => {
    const to = (perSecond: number): Due['lanes'] => [{ bucket: 'sender', perSecond }];
    const due = [
      line(1, { sizes: [1], lanes: to(0.25) }),
      line(2, { sizes: [100], lanes: to(100) }),
      line(3, { sizes: [500], lanes: to(100) }),
    ];
    expect(chooseBatches(due, room())).toEqual(['1.0', '2.0', '3.0']);
    expect(chooseBatches(due, room({ buckets: new Map([['sender', { seconds: 116, fedSeconds: 0 }]]) }))).toEqual([
      '1.0',
    ]);
  });

  it('never crosses a window, and feeds somebody whenever an empty lane could take somebody', () => {
    const campaign = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 8 }),
      priority: fc.integer({ min: -2, max: 2 }),
      windowS: fc.integer({ min: 1, max: 300 }),
      rate: fc.constantFrom(0.25, 5, 100),
    });
    fc.assert(
      fc.property(fc.array(campaign, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 150 }), (all, held) => {
        const due = all.map(({ rate, ...rest }, id) =>
          line(id, {
            ...rest,
            lanes: [
              { bucket: 'account', perSecond: 100 },
              { bucket: `s${rate}`, perSecond: rate },
            ],
          }),
        );
        const given = room({ buckets: holding(held) });
        const chosen = chooseBatches(due, given);
        const widest = Math.max(...due.map(({ windowS }) => windowS));
        const alone = Math.max(...due.flatMap(({ batches }) => batches.map(({ units }) => units / 100)));
        expect(given.buckets.get('account')?.seconds).toBeLessThanOrEqual(
          Math.max(held, widest, held === 0 ? alone : 0),
        );
        if (held === 0 && due.some(({ batches }) => (batches[0]?.units ?? 0) / 0.25 < 8_000))
          expect(chosen).not.toEqual([]);
      }),
    );
  });
});
