import fc from 'fast-check';

import { registrationOptions, type RegistrationOptions } from '../options/registration-options';
import {
  campaignStatus,
  chooseOutcome,
  firstState,
  nextState,
  oppositeState,
  readState,
  REGISTRATION_KINDS,
  REGISTRATION_STATES,
} from './machine';

function options(patch: object = {}): RegistrationOptions {
  return registrationOptions.parse(patch);
}

const NOTHING_STRUCK = new Map<string, number>();

describe('a registration', () => {
  it.each(REGISTRATION_KINDS)('of kind %s comes to an end by itself, by way of states of its own', (kind) => {
    const waiting: readonly string[] = ['created', 'SUBMITTED', 'PROCESSING'];
    const ends = REGISTRATION_STATES[kind].filter((state) => !waiting.includes(state));
    fc.assert(
      fc.property(fc.boolean(), fc.constantFrom(...ends), (viaProcessing, outcome) => {
        const seen: string[] = [];
        let state: ReturnType<typeof nextState> = firstState(kind);
        while (state !== undefined && seen.length < 10) {
          seen.push(state);
          state = nextState(kind, state, outcome, viaProcessing);
        }
        expect(seen.length).toBeLessThanOrEqual(viaProcessing ? 3 : 2);
        expect(seen.every((each) => readState(kind, each) === each)).toBe(true);
      }),
    );
  });

  it.each([
    ['brand', 'created', 'registered', false, 'registered'],
    ['brand', 'rejected', 'registered', false, undefined],
    ['campaign', 'registered', 'rejected', false, undefined],
    ['number_linking', 'created', 'failed', false, 'failed'],
    ['number_unlinking', 'success', 'failed', false, undefined],
    ['tollfree', 'SUBMITTED', 'APPROVED', false, 'APPROVED'],
    ['tollfree', 'SUBMITTED', 'APPROVED', true, 'PROCESSING'],
    ['tollfree', 'PROCESSING', 'REJECTED', true, 'REJECTED'],
    ['tollfree', 'UPDATE_REQUIRED', 'APPROVED', false, undefined],
  ] as const)('%s: from %s with the outcome %s (processing %s) to %s', (kind, from, outcome, processing, to) => {
    expect(nextState(kind, from, outcome, processing)).toBe(to);
  });

  it('never makes a forger say the truth', () => {
    for (const kind of REGISTRATION_KINDS) {
      for (const state of REGISTRATION_STATES[kind]) {
        const lie = oppositeState(kind, state);
        expect(lie).not.toBe(state);
        expect(readState(kind, lie)).toBe(lie);
      }
    }
  });

  it('says ACTIVE of a registered campaign', () => {
    expect(REGISTRATION_STATES.campaign.map(campaignStatus)).toEqual(['PROCESSING', 'FAILED', 'ACTIVE', 'EXPIRED']);
  });
});

describe('an outcome', () => {
  it('is that of the kind', () => {
    expect(chooseOutcome('brand', ['shop'], options(), NOTHING_STRUCK)).toEqual({
      state: 'registered',
      reason: null,
      name: null,
    });
    const refusing = options({ outcomes: { number_linking: 'failed' } });
    expect(chooseOutcome('number_linking', ['1'], refusing, NOTHING_STRUCK)).toMatchObject({
      state: 'failed',
      reason: 'Rejected by the operators',
    });
  });

  it('can be chosen by name, so often', () => {
    const chosen = options({ by_name: { shop: { state: 'rejected', reason: 'EIN unknown', times: 2 } } });
    const after = (times: number): string =>
      chooseOutcome('brand', ['B1', 'shop'], chosen, new Map([['shop', times]])).state;
    expect([0, 1, 2].map(after)).toEqual(['rejected', 'rejected', 'registered']);
    expect(chooseOutcome('brand', ['shop'], chosen, NOTHING_STRUCK)).toMatchObject({ reason: 'EIN unknown' });
  });

  it('that a kind does not know is passed over', () => {
    const chosen = options({ by_name: { '14155550100': { state: 'rejected' } } });
    expect(chooseOutcome('number_linking', ['14155550100'], chosen, NOTHING_STRUCK).state).toBe('success');
  });
});
