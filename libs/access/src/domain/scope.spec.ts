import { allows, SCOPES } from './scope';

describe('allows', () => {
  it('lets a scope do what the smaller ones may, and nothing of the larger ones', () => {
    const table = SCOPES.map((held) => SCOPES.map((needed) => allows(held, needed)));
    expect(table).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});
