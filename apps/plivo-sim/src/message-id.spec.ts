import fc from 'fast-check';

import { MessageIds } from './message-id';
import { SeededRandom } from './random';

const ids = new MessageIds(new SeededRandom(1));

describe('message UUIDs', () => {
  it('are version 4 in form and turn back into their row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (row) => {
        const id = ids.of(row);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(ids.rowOf(id.toUpperCase())).toBe(row);
      }),
    );
  });

  it('are different for different rows and seeds, and the same for the same', () => {
    const many = new Set(Array.from({ length: 10_000 }, (_, row) => ids.of(row)));
    expect(many.size).toBe(10_000);
    expect(new MessageIds(new SeededRandom(2)).of(5)).not.toBe(ids.of(5));
    expect(new MessageIds(new SeededRandom(1)).of(5)).toBe(ids.of(5));
  });

  it('that were never given out have no row', () => {
    expect(ids.rowOf('5b40a428-bfc7-4daf-9d06-726c558bf3b8')).toBeUndefined();
    expect(ids.rowOf('nonsense')).toBeUndefined();
  });
});
