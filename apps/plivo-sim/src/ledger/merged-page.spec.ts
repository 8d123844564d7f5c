import fc from 'fast-check';

import { mergedPage } from './merged-page';

describe('a page of two lists', () => {
  it('is the page of all of it, newest first', () => {
    const times = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    const page = fc.record({ offset: fc.integer({ min: 0, max: 45 }), limit: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(times, times, page, (left, right, { offset, limit }) => {
        const sorted = (list: number[]): number[] => [...list].sort((a, b) => b - a);
        const of = (list: number[]) => ({ items: sorted(list).values(), at: (time: number) => time });
        const all = sorted([...left, ...right]);
        expect(mergedPage(of(left), of(right), { offset, limit })).toEqual({
          items: all.slice(offset, offset + limit),
          more: all.length > offset + limit,
        });
      }),
    );
  });
});
