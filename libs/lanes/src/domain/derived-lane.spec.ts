import { DERIVED, type DerivedLane, derivedChanges } from './derived-lane';
import type { Lane } from './lane';

const wanted: DerivedLane = {
  kind: 'sender',
  key: '14155550100/US',
  channel: 'sms',
  amount: 4_500,
  windowMs: 60_000,
  brand: 'BACME',
  source: 'mno_metadata',
};

function row(over: Partial<Lane> = {}): Lane {
  const { source } = wanted;
  return { ...wanted, id: 1, source: DERIVED + source, hold: null, version: 1, updatedAt: new Date(0), ...over };
}

describe('derivedChanges', () => {
  it('writes what is not there, with a source that says it was derived', () => {
    const { write, remove } = derivedChanges([], [wanted]);
    expect(write).toEqual([{ ...wanted, source: 'derived: mno_metadata' }]);
    expect(remove).toEqual([]);
  });

  it('leaves alone what is so already', () => {
    expect(derivedChanges([row()], [wanted])).toEqual({ write: [], remove: [] });
  });

  it('follows a change of the amount', () => {
    expect(derivedChanges([row({ amount: 240 })], [wanted]).write).toHaveLength(1);
  });

  it('does not touch a row that an operator set, nor take it back', () => {
    const set = row({ amount: 60, source: 'operator' });
    expect(derivedChanges([set], [wanted])).toEqual({ write: [], remove: [] });
    expect(derivedChanges([set], [])).toEqual({ write: [], remove: [] });
  });

  it('derives nothing by country for a sender whose row an operator set for everywhere', () => {
    const set = row({ key: '14155550100', amount: 12, source: 'agreed with the provider' });
    expect(derivedChanges([set], [wanted]).write).toEqual([]);
  });

  it('fills in a row that is only there to be held', () => {
    const hold = { code: 'operator', message: 'asked', by: 'operator', at: '2026-01-01T00:00:00Z' };
    const held = row({ amount: null, windowMs: null, brand: null, source: 'held by operator', hold });
    expect(derivedChanges([held], [wanted]).write).toHaveLength(1);
  });

  it('takes back what follows from nothing any more', () => {
    expect(derivedChanges([row({ id: 7 }), row({ id: 8, key: 'x', source: 'operator' })], []).remove).toEqual([7]);
  });
});
