import fc from 'fast-check';
import {
  editableUntil,
  judgeWebhook,
  PROVIDER_STATUSES,
  type ProviderStatus,
  statusOf,
  TOLLFREE_STATES,
  TOLLFREE_TRANSITIONS,
  type TollfreeState,
} from './tollfree-state';

describe('judgeWebhook', () => {
  it.each<[TollfreeState, number, ProviderStatus, string]>([
    ['submitting', 1, 'submitted', 'apply'],
    ['submitting', 1, 'approved', 'apply'],
    ['submitted', 1, 'processing', 'apply'],
    ['submitted', 1, 'update_required', 'apply'],
    ['processing', 1, 'rejected', 'apply'],
    ['update_required', 1, 'approved', 'apply'],
    ['processing', 1, 'submitted', 'stale'],
    ['approved', 1, 'processing', 'stale'],
    ['approved', 1, 'approved', 'stale'],
    ['deleted', 1, 'approved', 'stale'],
    ['draft', 0, 'approved', 'stale'],
    // Answered already, or a second demand: the same words.
    ['submitted', 2, 'update_required', 'ask'],
    ['update_required', 1, 'processing', 'ask'],
    ['approved', 1, 'rejected', 'ask'],
    ['rejected', 1, 'approved', 'ask'],
  ])('of one that is %s (handed in %i times), %s: %s', (state, rounds, incoming, verdict) => {
    expect(judgeWebhook(state, rounds, incoming)).toBe(verdict);
  });

  it('applies only what the chart has an arrow for', () => {
    for (const state of TOLLFREE_STATES) {
      for (const incoming of PROVIDER_STATUSES) {
        if (judgeWebhook(state, 1, incoming) === 'apply') expect(TOLLFREE_TRANSITIONS[state]).toContain(incoming);
      }
    }
  });

  /** What the provider may do to one verification that nobody edits. */
  const history = fc
    .tuple(
      fc.subarray<ProviderStatus>(['submitted', 'processing', 'update_required']),
      fc.constantFrom<ProviderStatus>('approved', 'rejected'),
    )
    .map(([way, end]) => [...way, end]);

  it('ends where the provider does, whatever is repeated or late, as long as the end itself arrives', () => {
    const disorder = history.chain((statuses) =>
      fc.tuple(fc.constant(statuses), fc.shuffledSubarray([...statuses, ...statuses], { minLength: 1 })),
    );
    fc.assert(
      fc.property(disorder, ([statuses, arrivals]) => {
        const truth = statuses.at(-1);
        let state: TollfreeState = 'submitting';
        let asked = false;
        for (const incoming of arrivals) {
          const verdict = judgeWebhook(state, 1, incoming);
          if (verdict === 'apply') state = incoming;
          // A look-up answers with what holds.
          if (verdict === 'ask') asked = true;
        }
        const arrived = truth !== undefined && arrivals.includes(truth);
        expect(!arrived || asked || state === truth).toBe(true);
      }),
    );
  });
});

describe('statusOf', () => {
  it('reads the provider’s spelling and near ones, and nothing else', () => {
    expect(['SUBMITTED', 'update required', ' Update-Required '].map(statusOf)).toEqual([
      'submitted',
      'update_required',
      'update_required',
    ]);
    expect(['', 'draft', 'deleted', 'delivered'].map(statusOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('editableUntil', () => {
  it('gives six days to answer a demand for changes', () => {
    const since = new Date('2026-03-01T12:00:00Z');
    expect(editableUntil('update_required', since)).toEqual(new Date('2026-03-07T12:00:00Z'));
    expect(editableUntil('submitted', since)).toBeNull();
  });
});
