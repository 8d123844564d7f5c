import { BATCH_STATES, BATCH_TRANSITIONS, effectiveState, stateOfBatch } from './batch-state';
import { isMessageState, isTerminal, MESSAGE_STATES, nextMessageStates, rankOf } from './message-state';

describe('message states', () => {
  it('only lead to the right', () => {
    for (const from of MESSAGE_STATES) {
      for (const to of MESSAGE_STATES) expect(nextMessageStates(from).includes(to)).toBe(rankOf(to) > rankOf(from));
    }
  });

  it('know what is final', () => {
    const open = MESSAGE_STATES.filter((state) => !isTerminal(state));
    expect(open).toEqual(['planned', 'unknown', 'accepted', 'queued', 'sent']);
  });

  it('are told from other words', () => {
    expect(isMessageState('delivered')).toBe(true);
    expect(isMessageState('constructor')).toBe(false);
  });
});

describe('batch states', () => {
  it('end where the provider has answered or nobody will ask it', () => {
    const ends = BATCH_STATES.filter((state) => BATCH_TRANSITIONS[state].length === 0);
    expect(ends).toEqual(['accepted', 'refused', 'abandoned', 'cancelled']);
  });

  it('never lead from unknown or sending straight back to the provider', () => {
    for (const state of ['unknown', 'sending'] as const) {
      expect(BATCH_TRANSITIONS[state]).not.toContain('fed');
      expect(BATCH_TRANSITIONS[state]).not.toContain(state);
    }
  });

  it('speak for the messages that have no state of their own', () => {
    expect(BATCH_STATES.map((state) => [state, stateOfBatch(state)])).toEqual([
      ['planned', 'planned'],
      ['fed', 'planned'],
      ['sending', 'planned'],
      ['accepted', 'accepted'],
      ['refused', 'refused'],
      ['unknown', 'unknown'],
      ['abandoned', 'abandoned'],
      ['cancelled', 'cancelled'],
    ]);
    expect(effectiveState('planned', 'unknown')).toBe('unknown');
    expect(effectiveState('delivered', 'unknown')).toBe('delivered');
  });
});
