import fc from 'fast-check';
import { merge } from './merge';
import { type MessageFacts, NO_FACTS } from './message-facts';
import { MESSAGE_STATES } from './message-state';

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Few values, so that ties and contradictions are common. */
const anyFacts: fc.Arbitrary<MessageFacts> = fc.record({
  state: fc.constantFrom(...MESSAGE_STATES),
  errorCode: orNull(fc.constantFrom(0, 30, 420)),
  stateAt: orNull(fc.constantFrom(1_000, 2_000, 61_000)),
  units: orNull(fc.constantFrom(1, 2)),
  mcc: orNull(fc.constantFrom('310', '405')),
  mnc: orNull(fc.constantFrom('004', '260')),
  messageUuid: orNull(fc.constantFrom('0a', '0b')),
  amount: orNull(fc.constantFrom(0, 350, 700)),
});
const fold = (all: readonly MessageFacts[]) => all.reduce(merge, NO_FACTS);
const told = (state: MessageFacts['state'], more: Partial<MessageFacts> = {}) => ({ ...NO_FACTS, state, ...more });

describe('merge', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, anyFacts, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(a, a)).toBe(a);
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives the same facts for a set of callbacks in any order and multiplicity', () => {
    const shuffledTwice = fc
      .array(anyFacts, { minLength: 1, maxLength: 6 })
      .chain((set) =>
        fc.tuple(fc.constant(set), fc.shuffledSubarray([...set, ...set, ...set], { minLength: set.length * 3 })),
      );
    fc.assert(
      fc.property(shuffledTwice, ([set, again]) => {
        expect(fold(again)).toEqual(fold(set));
      }),
    );
  });

  it('never goes back, and hands back the same object when nothing is new', () => {
    const known = told('delivered', { units: 1, stateAt: 5 });
    expect(merge(known, told('sent', { units: 1, stateAt: 9 }))).toBe(known);
    expect(merge(known, known)).toBe(known);
    expect(merge(NO_FACTS, NO_FACTS)).toBe(NO_FACTS);
  });

  it('keeps state, code and time of one callback together', () => {
    const failed = told('failed', { errorCode: 30, stateAt: 10 });
    const undelivered = told('undelivered', { errorCode: 20, stateAt: 20 });
    expect(merge(undelivered, failed)).toMatchObject({ state: 'undelivered', errorCode: 20, stateAt: 20 });
  });

  it('lets a real receipt correct what Herald had closed itself', () => {
    expect(merge(told('sent_no_receipt'), told('delivered')).state).toBe('delivered');
    expect(merge(told('sent_no_receipt'), told('sent')).state).toBe('sent_no_receipt');
  });

  it('forgets the price of a message that then failed', () => {
    const all = [told('queued', { amount: 350 }), told('sent', { amount: 350 }), told('failed', { amount: 0 })];
    expect(fold(all).amount).toBe(0);
    expect(fold(all.reverse()).amount).toBe(0);
  });

  it('never pairs the country of one callback with the network of another', () => {
    const merged = merge(told('sent', { mcc: '310', mnc: '260' }), told('queued', { mcc: '405', mnc: '004' }));
    expect(merged).toMatchObject({ mcc: '405', mnc: '004' });
  });
});
