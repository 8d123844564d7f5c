import fc from 'fast-check';

import type { Evidence } from './evidence';
import { conclude, type Round, type Rules } from './verdict';

const ROUND_MS = 1_000;
const RULES: Rules = { roundMs: ROUND_MS, destinations: 1_000, invalidShare: 0.05 };

let number = 0;
function round(at: number, evidence: Evidence = 'absent', control: Round['control'] = 'seen', count = 5): Round {
  return { at, control, samples: Array.from({ length: count }, () => ({ to: String((number += 1)), evidence })) };
}

describe('conclude', () => {
  it('believes one message that is there, whatever else was seen', () => {
    expect(conclude([round(0, 'absent'), round(1, 'present')], RULES)).toBe('accepted');
  });

  it('believes an absence that two rounds showed, far enough apart, while others of the time could be found', () => {
    expect(conclude([round(0), round(ROUND_MS)], RULES)).toBe('not_accepted');
  });

  it.each<[string, readonly Round[], Partial<Rules>]>([
    ['one round', [round(0)], {}],
    ['two rounds too near to each other', [round(0), round(ROUND_MS - 1)], {}],
    ['records that are late: the control is missing', [round(0), round(ROUND_MS, 'absent', 'missing')], {}],
    ['no control, and only two rounds', [round(0), round(ROUND_MS, 'absent', 'none')], {}],
    ['an unclear look in between', [round(0), round(500, 'unclear'), round(ROUND_MS)], {}],
    ['too few different numbers', [round(0, 'absent', 'seen', 4), round(ROUND_MS)], {}],
    ['nobody to look for', [round(0, 'absent', 'seen', 0), round(ROUND_MS, 'absent', 'seen', 0)], {}],
    ['a campaign of invalid numbers', [round(0), round(ROUND_MS)], { invalidShare: 0.3 }],
  ])('does not believe an absence on %s', (_, rounds, rules) => {
    expect(conclude(rounds, { ...RULES, ...rules })).toBe('unclear');
  });

  it('believes three rounds without a control', () => {
    const rounds = [0, 1, 2].map((each) => round(each * ROUND_MS, 'absent', 'none'));
    expect(conclude(rounds, RULES)).toBe('not_accepted');
  });

  it('is content with all numbers of a small batch, invalid or not', () => {
    const one = [0, ROUND_MS].map((at) => ({ ...round(at), samples: [{ to: '1', evidence: 'absent' as const }] }));
    expect(conclude(one, { ...RULES, destinations: 1, invalidShare: 0.9 })).toBe('not_accepted');
  });

  it('never calls absent what did not look absent in the last two rounds', () => {
    const evidence = fc.constantFrom<Evidence>('present', 'absent', 'unclear');
    const rounds = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 5 * ROUND_MS }),
        control: fc.constantFrom<Round['control']>('seen', 'missing', 'none'),
        samples: fc.array(fc.record({ to: fc.constantFrom('1', '2', '3'), evidence }), { maxLength: 5 }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(rounds, fc.integer({ min: 1, max: 20 }), (list, destinations) => {
        const verdict = conclude(list, { ...RULES, destinations });
        const seen = list.flatMap(({ samples }) => samples.map((sample) => sample.evidence));
        expect(verdict === 'accepted').toBe(seen.includes('present'));
        if (verdict !== 'not_accepted') return;
        const lastTwo = list.slice(-2);
        expect(lastTwo).toHaveLength(2);
        for (const { samples, control } of lastTwo) {
          expect(control).not.toBe('missing');
          expect(samples.length).toBeGreaterThan(0);
          expect(samples.every((sample) => sample.evidence === 'absent')).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
