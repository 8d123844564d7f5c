import { composeDoubts } from './compose-doubts';

describe('doubts about requests', () => {
  it('are shared out between persons and Herald', () => {
    const settled = { callback: 5, lookup: 2, operator: 1 };
    expect(composeDoubts({ batches: 10, settled, took: [12.34, 900, 1_800.06] })).toEqual({
      batches: 10,
      open: 2,
      settled,
      share_without_a_person: 0.875,
      seconds: { median: 12.3, p95: 900, longest: 1_800.1 },
    });
  });

  it('have no share and no time while none is settled', () => {
    expect(composeDoubts({ batches: 1, settled: {}, took: null })).toMatchObject({
      open: 1,
      share_without_a_person: null,
      seconds: null,
    });
  });
});
