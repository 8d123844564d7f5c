import { judgedReplies, rates } from '../../../../../test/keywords/reply-table';

describe('the table of real-looking replies (npm run keywords prints what was misread)', () => {
  const replies = judgedReplies();

  it('is large, in many languages, and half of it hard to tell', () => {
    expect(replies.length).toBeGreaterThanOrEqual(300);
    expect(new Set(replies.map(({ language }) => language)).size).toBeGreaterThanOrEqual(10);
    expect(replies.filter(({ label }) => label === 'other').length).toBeGreaterThan(150);
  });

  it('is read within bounds', () => {
    const { falsePositives, missed, falseNegatives, forNothing, falseOptIns } = rates(replies);
    expect(falsePositives).toBeLessThanOrEqual(0.005);
    expect(falseOptIns).toBe(0);
    expect(missed).toBeLessThanOrEqual(0.01);
    // The rest of them is held, and a person reads them.
    expect(falseNegatives).toBeLessThanOrEqual(0.25);
    expect(forNothing).toBeLessThanOrEqual(0.05);
  });

  it('is read within them where nothing was tuned on it', () => {
    const { falsePositives, missed, falseOptIns } = rates(replies.filter(({ set }) => set === 'fresh'));
    expect({ falsePositives, falseOptIns }).toEqual({ falsePositives: 0, falseOptIns: 0 });
    expect(missed).toBeLessThanOrEqual(0.04);
  });

  it('has nobody opted out where two people would not agree', () => {
    const unclear = replies.filter(({ label }) => label === 'unclear');
    expect(unclear.filter(({ read }) => read === 'opt_out' || read === 'opt_in')).toEqual([]);
  });
});
