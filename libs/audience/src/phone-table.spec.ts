import fc from 'fast-check';
import { PhoneTable } from './phone-table';

describe('PhoneTable', () => {
  it('finds what a Map finds, full or emptied', () => {
    const phone = fc.oneof(
      fc.integer({ min: 14_155_550_000, max: 14_155_550_050 }),
      fc.integer({ min: 1, max: 10 ** 15 }),
    );
    const table = new PhoneTable(200);
    fc.assert(
      fc.property(fc.array(phone, { maxLength: 200 }), (phones) => {
        table.clear();
        const map = new Map<number, number>();
        phones.forEach((each, index) => {
          expect(table.add(each, index)).toBe(map.get(each));
          if (!map.has(each)) map.set(each, index);
        });
        for (const each of phones) expect(table.get(each)).toBe(map.get(each));
        expect(table.get(7)).toBe(map.get(7));
      }),
    );
  });
});
