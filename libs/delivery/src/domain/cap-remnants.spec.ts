import { capRemnants } from './cap-remnants';

const caps = (units: number) => new Map([['brand', { units }]]);
const line = (campaignId: number, over: Partial<Parameters<typeof capRemnants>[0][number]> = {}) => ({
  campaignId,
  priority: 0,
  caps: ['brand'],
  batches: [
    { id: `${campaignId}-1`, units: 150 },
    { id: `${campaignId}-2`, units: 150 },
  ],
  messages: [75, 75],
  ...over,
});
const none = new Set<string>();

describe('what is left of a daily cap', () => {
  it('is a part of the next batch, in whole messages', () => {
    expect(capRemnants([line(1)], caps(51), none)).toEqual([{ campaignId: 1, batchId: '1-1', keep: 25, messages: 75 }]);
    expect(capRemnants([line(1)], caps(51), new Set(['1-1']))).toMatchObject([{ batchId: '1-2', keep: 25 }]);
  });

  it('is nothing when a whole batch fits, not one message does, or there is no cap', () => {
    expect(capRemnants([line(1)], caps(150), none)).toEqual([]);
    expect(capRemnants([line(1)], caps(1), none)).toEqual([]);
    expect(capRemnants([line(1)], caps(-20), none)).toEqual([]);
    expect(capRemnants([line(1, { caps: [] })], caps(51), none)).toEqual([]);
  });

  it('goes to one campaign, the more important one', () => {
    expect(capRemnants([line(1), line(2, { priority: 5 })], caps(51), none)).toMatchObject([{ campaignId: 2 }]);
  });

  it('is what the least of several caps leaves', () => {
    const both = new Map([...caps(100), ['account', { units: 20 }]]);
    expect(capRemnants([line(1, { caps: ['brand', 'account'] })], both, none)).toMatchObject([{ keep: 10 }]);
  });
});
