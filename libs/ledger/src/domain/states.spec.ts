import { BATCH_STATES, BATCH_TRANSITIONS, canBecome, effectiveState, stateOfBatch } from './batch-state';
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
  it('end where the provider took the request, or where nothing but a proof that it did can come', () => {
    expect(BATCH_TRANSITIONS.accepted).toEqual([]);
    for (const state of ['refused', 'abandoned', 'cancelled'] as const) {
      expect(BATCH_TRANSITIONS[state]).toEqual(['accepted']);
    }
  });

  it('all give way to a proof of acceptance', () => {
    expect(BATCH_STATES.filter((state) => !canBecome(state, 'accepted'))).toEqual(['accepted']);
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
