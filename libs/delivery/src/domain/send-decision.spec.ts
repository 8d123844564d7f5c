import fc from 'fast-check';

import { decide, type OutcomeFacts } from './send-decision';

const random = fc.double({ min: 0, max: 0.999999, noNaN: true });
const setbacks = fc.nat({ max: 50 });

describe('decide', () => {
  it.each<[OutcomeFacts, string, number, string]>([
    [{ kind: 'accepted' }, 'accepted', 0, 'nothing'],
    [{ kind: 'refused', scope: 'batch' }, 'refused', 0, 'nothing'],
    [{ kind: 'refused', scope: 'country' }, 'planned', -1, 'country'],
    [{ kind: 'refused', scope: 'campaign' }, 'refused', 0, 'campaign'],
    [{ kind: 'refused', scope: 'account' }, 'planned', -1, 'account'],
    [{ kind: 'throttled', retryAfterMs: undefined }, 'planned', -1, 'nothing'],
    [{ kind: 'not_sent' }, 'planned', -1, 'nothing'],
    [{ kind: 'unknown' }, 'unknown', 0, 'nothing'],
  ])('of %j: to %s, attempts %i, stops %s', (outcome, to, attemptsBy, halt) => {
    expect(decide(outcome, 0, 0.5)).toMatchObject({ to, attemptsBy, halt });
  });

  it('lets only what the provider surely did not take be fed again, and never at once', () => {
    const outcome = fc.constantFrom<OutcomeFacts>(
      { kind: 'accepted' },
      { kind: 'unknown' },
      { kind: 'not_sent' },
      { kind: 'refused', scope: 'batch' },
      { kind: 'refused', scope: 'campaign' },
      { kind: 'refused', scope: 'country' },
      { kind: 'refused', scope: 'account' },
      { kind: 'throttled', retryAfterMs: undefined },
    );
    fc.assert(
      fc.property(outcome, setbacks, random, (facts, before, chance) => {
        const { to, waitMs } = decide(facts, before, chance);
        const held = facts.kind === 'refused' && (facts.scope === 'country' || facts.scope === 'account');
        expect(to === 'planned').toBe(facts.kind === 'throttled' || facts.kind === 'not_sent' || held);
        if (to === 'planned') {
          expect(waitMs).toBeGreaterThanOrEqual(250);
          expect(waitMs).toBeLessThanOrEqual(61_000);
        } else expect(waitMs).toBeUndefined();
      }),
    );
  });

  it('waits at least as long as the provider asked', () => {
    fc.assert(
      fc.property(fc.nat({ max: 600_000 }), setbacks, random, (retryAfterMs, before, chance) => {
        expect(decide({ kind: 'throttled', retryAfterMs }, before, chance).waitMs).toBeGreaterThanOrEqual(retryAfterMs);
      }),
    );
  });
});
