import { FailingSpell } from './failing-spell';

const SECOND = 1_000;
const HOUR = 3_600_000;

/** When a word is due, in seconds, if it fails every 100 ms. */
function words(forMs: number): number[] {
  const spell = new FailingSpell(500);
  const at: number[] = [];
  for (let now = 500; now < 500 + forMs; now += 100) {
    const said = spell.failed(now);
    if (said !== undefined) at.push(said.forMs / SECOND);
  }
  return at;
}

describe('a spell of failures', () => {
  it('is told at once, and then ever more rarely', () => {
    expect(words(40 * SECOND)).toEqual([0, 1, 3, 7, 15, 31]);
  });

  it('is told every five minutes when it lasts', () => {
    const gaps = words(2 * HOUR).map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(gaps.slice(-3)).toEqual([300, 300, 300]);
  });

  it('says how many failures it was, and for how long', () => {
    const spell = new FailingSpell(0);
    for (const now of [0, 100, 200]) spell.failed(now);
    expect(spell.over(250)).toEqual({ ticks: 3, forMs: 250 });
  });
});
