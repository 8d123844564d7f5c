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
    expect(missed).toBeLessThanOrEqual(0.03);
    expect(falseNegatives).toBeLessThanOrEqual(0.22);
    expect(forNothing).toBeLessThanOrEqual(0.05);
  });

  it('has nobody opted out where two people would not agree', () => {
    const unclear = replies.filter(({ label }) => label === 'unclear');
    expect(unclear.filter(({ read }) => read === 'opt_out' || read === 'opt_in')).toEqual([]);
  });
});
