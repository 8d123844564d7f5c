import fc from 'fast-check';

import {
  breaches,
  type BudgetCounts,
  canaryIsOver,
  DEFAULT_ERROR_BUDGET,
  errorBudgetFault,
  errorBudgetOf,
} from './error-budget';

const counts = (some: Partial<BudgetCounts>): BudgetCounts => ({
  accepted_batches: 0,
  refused_batches: 0,
  judged: 0,
  failed: 0,
  spam: 0,
  opt_outs: 0,
  ...some,
});
const budget = DEFAULT_ERROR_BUDGET;

describe('an error budget', () => {
  it('names each limit that is broken, with its figures', () => {
    const found = breaches(
      budget,
      counts({ judged: 1_000, failed: 400, spam: 30, opt_outs: 60, accepted_batches: 6, refused_batches: 4 }),
      null,
    );
    expect(found).toEqual([
      '4 of 10 batches were refused (40 %; 20 % are allowed)',
      '400 of 1000 messages failed (40 %; 30 % are allowed)',
      '30 of 1000 messages were taken for spam (3 %; 2 % are allowed)',
      '60 of 1000 recipients had opted out (6 %; 5 % are allowed)',
    ]);
  });

  it('judges nothing before enough is known', () => {
    expect(breaches(budget, counts({ judged: 499, failed: 499, refused_batches: 4 }), null)).toEqual([]);
    expect(breaches(budget, counts({ judged: 0 }), null, 0)).toEqual([]);
  });

  it('counts afresh from what an operator accepted', () => {
    const base = counts({ judged: 1_000, failed: 900 });
    expect(breaches(budget, base, base)).toEqual([]);
    expect(breaches(budget, counts({ judged: 1_600, failed: 1_000 }), base)).toEqual([]);
    expect(breaches(budget, counts({ judged: 1_600, failed: 1_200 }), base)).toHaveLength(1);
  });

  it('never breaks a limit that is off', () => {
    const off = { ...budget, refused_batches: null, failed_messages: null, spam: null, opt_outs: null };
    const any = fc.nat({ max: 1e6 });
    fc.assert(
      fc.property(
        fc.record({ accepted_batches: any, refused_batches: any, judged: any, failed: any, spam: any, opt_outs: any }),
        (all) => breaches(off, all, null).length === 0,
      ),
    );
  });

  it('has defaults for what is left out, and none at all when it is null', () => {
    expect(errorBudgetOf(undefined)).toEqual(budget);
    expect(errorBudgetOf(null)).toBeNull();
    expect(errorBudgetOf({ spam: null, canary_messages: 100, failed_messages: undefined })).toEqual({
      ...budget,
      spam: null,
      canary_messages: 100,
    });
  });

  it.each([{ spam: 0 }, { failed_messages: 1.1 }, { opt_outs: NaN }, { min_messages: 0 }, { canary_messages: 1.5 }])(
    'cannot be %j',
    (wrong) => {
      expect(errorBudgetFault({ ...budget, ...wrong })?.field).toBe(`error_budget.${Object.keys(wrong)[0] ?? ''}`);
    },
  );

  it('judges the canary when its messages are settled, or its time is up', () => {
    const facts = { feedLimit: 100, messages: 1_000, settled: 99, sinceStartMs: 0 };
    expect(canaryIsOver(budget, facts)).toBe(false);
    expect(canaryIsOver(budget, { ...facts, settled: 100 })).toBe(true);
    expect(canaryIsOver(budget, { ...facts, messages: 50, settled: 50 })).toBe(true);
    expect(canaryIsOver(budget, { ...facts, sinceStartMs: 30 * 60_000 })).toBe(true);
  });
});
