import {
  CAMPAIGN_ACTIONS,
  CAMPAIGN_STATES,
  CAMPAIGN_TRANSITIONS,
  campaignStateConflict,
  possibleActions,
  statesBefore,
} from './campaign-state';

describe('campaign states', () => {
  it('can all be reached from draft', () => {
    const reached = new Set<string>(['draft']);
    for (const state of reached) CAMPAIGN_TRANSITIONS[state as 'draft'].forEach((next) => reached.add(next));
    expect([...reached].sort()).toEqual([...CAMPAIGN_STATES].sort());
  });

  it.each(['cancelled', 'failed'] as const)('have no way out of %s', (state) => {
    expect(CAMPAIGN_TRANSITIONS[state]).toEqual([]);
  });

  it('go on after completed only by what a callback proves', () => {
    expect(CAMPAIGN_TRANSITIONS.completed).toEqual(['running']);
  });

  it.each(['completed', 'cancelled', 'failed'] as const)('leave a caller nothing to do with a %s one', (state) => {
    expect(possibleActions(state)).toEqual([]);
  });

  it.each([
    ['pause', 'paused'],
    ['cancel', 'cancelled'],
    ['launch', 'planning'],
  ] as const)('let a caller %s only where an arrow leads to %s', (action, to) => {
    expect(statesBefore(to)).toEqual(expect.arrayContaining([...CAMPAIGN_ACTIONS[action]]));
  });

  it('fail only while planning: a sent message cannot be taken back', () => {
    expect(statesBefore('failed')).toEqual(['planning']);
  });
});

describe('campaignStateConflict', () => {
  it('names the state and what is possible', () => {
    const error = campaignStateConflict('launch', 'running');
    expect(error).toMatchObject({ kind: 'conflict', code: 'campaign_state' });
    expect(error.message).toBe('Cannot launch a campaign that is running. Possible now: pause, cancel.');
  });

  it('says so when nothing is', () => {
    expect(campaignStateConflict('cancel', 'completed').message).toContain('Nothing can be done with it any more.');
  });
});
