import fc from 'fast-check';

import { DestinationIndex } from './destination-index';

describe('the index of destinations', () => {
  it('behaves as a Map does', () => {
    const number = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 10_000_000, max: 999_999_999_999_999 }));
    fc.assert(
      fc.property(fc.array(number, { maxLength: 500 }), (numbers) => {
        const index = new DestinationIndex();
        const map = new Map<number, number>();
        numbers.forEach((each, row) => {
          expect(index.replace(each, row)).toBe(map.get(each));
          map.set(each, row);
        });
        expect(index.size).toBe(map.size);
        for (const each of [...numbers, 77, 14155550100]) expect(index.get(each)).toBe(map.get(each));
      }),
    );
  });

  it('keeps everything while it grows', () => {
    const index = new DestinationIndex();
    for (let row = 0; row < 50_000; row += 1) index.replace(14_155_550_000 + row * 7, row);
    expect(index.size).toBe(50_000);
    expect(index.get(14_155_550_000 + 49_999 * 7)).toBe(49_999);
  });
});
