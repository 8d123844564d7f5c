import fc from 'fast-check';
import { LINK_TRANSITIONS } from './link-state';
import { REVIEW_STATES, REVIEW_TRANSITIONS, type ReviewState } from './step-state';
import { type Told, webhookVerdict } from './webhook-verdict';

const REVIEW_TOLD: readonly Told[] = ['created', 'registered', 'rejected'];

/** Every webhook in turn, as the inbox applies them. */
function apply(state: ReviewState, rounds: number, told: readonly Told[]) {
  let asked = false;
  let at = state;
  for (const one of told) {
    const { to, ask } = webhookVerdict(one, { state: at, rounds });
    asked ||= ask;
    if (to !== undefined) at = to as ReviewState;
  }
  return { at, asked };
}

describe('webhookVerdict', () => {
  it('takes the first verdict of the first round as told, and asks for what a registration brings', () => {
    expect(webhookVerdict('registered', { state: 'created', rounds: 1 })).toEqual({ to: 'registered', ask: true });
    expect(webhookVerdict('rejected', { state: 'created', rounds: 1 })).toEqual({ to: 'rejected', ask: false });
    expect(webhookVerdict('success', { state: 'created', rounds: 1 })).toEqual({ to: 'success', ask: false });
  });

  it('asks instead of believing what may be about an earlier round', () => {
    expect(webhookVerdict('rejected', { state: 'created', rounds: 2 })).toEqual({ to: undefined, ask: true });
  });

  it('ends the same whatever the order and however often each comes, where all tell the same', () => {
    const verdict = fc.constantFrom<Told>('registered', 'rejected');
    const property = fc.property(verdict, fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (last, which) => {
      const told = which.map((isLast): Told => (isLast ? last : 'created'));
      const expected = which.includes(true) ? last : 'created';
      expect(apply('created', 1, told).at).toBe(expected);
    });
    fc.assert(property);
  });

  it('asks whenever webhooks contradict each other', () => {
    const some = fc.array(fc.constantFrom<Told>(...REVIEW_TOLD), { maxLength: 8 });
    const property = fc.property(some, (told) => {
      if (told.includes('registered') && told.includes('rejected')) expect(apply('created', 1, told).asked).toBe(true);
    });
    fc.assert(property);
  });

  it('never leads where the chart has no arrow', () => {
    for (const state of REVIEW_STATES) {
      for (const told of REVIEW_TOLD) {
        for (const rounds of [0, 1, 2]) {
          const { to } = webhookVerdict(told, { state, rounds });
          if (to !== undefined) expect(REVIEW_TRANSITIONS[state]).toContain(to);
        }
      }
    }
    expect(LINK_TRANSITIONS.created).toEqual(expect.arrayContaining(['success', 'failed']));
  });

  it('leaves alone what is not with the provider', () => {
    for (const state of ['draft', 'requested', 'sending', 'refused', 'deleted'] as const) {
      expect(webhookVerdict('registered', { state, rounds: 1 })).toEqual({ to: undefined, ask: false });
    }
  });
});
