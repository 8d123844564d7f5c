import fc from 'fast-check';

import { uuidArray } from './uuid-array';

/** Reads the binary form back, by its specification. */
function read(array: Buffer | null): string[] {
  if (array === null) return [];
  expect([0, 4, 8, 16].map((at) => array.readInt32BE(at))).toEqual([1, 0, 2_950, 1]);
  return Array.from({ length: array.readInt32BE(12) }, (_, index) => {
    const at = 20 + index * 20;
    expect(array.readInt32BE(at)).toBe(16);
    return array.toString('hex', at + 4, at + 20);
  });
}

describe('uuidArray', () => {
  it('holds each UUID, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { maxLength: 50 }), (uuids) => {
        expect(read(uuidArray(uuids))).toEqual(uuids.map((uuid) => uuid.replaceAll('-', '')));
      }),
    );
  });

  it('leaves out what is none, however close it comes', () => {
    const good = 'b48d95dc-e3ac-11eb-a9c2-0242ac110005';
    const bad = ['', 'x', good.slice(1), `${good}0`, good.replace('b', 'g'), `${good}${good}`, 'é'.repeat(36)];
    expect(read(uuidArray([...bad, good, ...bad]))).toEqual([good.replaceAll('-', '')]);
    expect(uuidArray(bad)).toBeNull();
  });
});
