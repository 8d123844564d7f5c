import fc from 'fast-check';

import { cheaperWay, PAGE, pagesFor } from './lookup-way';

describe('the way of looking up', () => {
  it.each([
    [{ wanted: 1_000, records: 1_000 }, 'pages'],
    [{ wanted: 52, records: 1_000 }, 'pages'],
    [{ wanted: 51, records: 1_000 }, 'numbers'],
    [{ wanted: 1, records: 1 }, 'numbers'],
    [{ wanted: 2, records: 2 }, 'pages'],
    [{ wanted: 1_000, records: 200_000 }, 'numbers'],
    [{ wanted: 0, records: 0 }, 'numbers'],
  ])('for %j is %s', (haystack, way) => {
    expect(cheaperWay(haystack)).toBe(way);
  });

  it('never takes more requests than the other way', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(1_000_000), (wanted, records) => {
        const requests = cheaperWay({ wanted, records }) === 'pages' ? pagesFor(records) : wanted;
        expect(requests).toBeLessThanOrEqual(Math.min(wanted, pagesFor(records)));
      }),
    );
  });

  it('reads every record', () => {
    fc.assert(fc.property(fc.nat(1_000_000), (records) => pagesFor(records) * PAGE >= records));
  });
});
