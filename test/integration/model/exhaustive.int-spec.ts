import { BATCH_TRANSITIONS, UNPROVEN_BATCH_STATES } from '@herald/ledger';

import { explore, type Explored } from './explore';
import type { Mutation } from './model';

const BOUNDS = { feeds: 2, crashes: 1 };

describe('fence, lease, doubt and settling, in every interleaving', () => {
  let whole: Explored;
  beforeAll(() => {
    whole = explore(BOUNDS);
    process.stdout.write(`model: ${whole.states} states, ${whole.steps} steps\n`);
  }, 180_000);

  it('never has the provider take a batch twice, never loses it, and always can come to an end', () => {
    expect(whole.broken).toBeUndefined();
    expect(whole.states).toBeGreaterThan(50_000);
    expect(whole.stuck).toBe(0);
  });

  it.each<Mutation>([
    'no fence at the claim',
    'no deadline before the write',
    'a lease that ends means planned',
    'one round is enough',
    'no control',
    'a network without end',
  ])('finds the way to a double send once there is %s', (mutation) => {
    const { broken } = explore(BOUNDS, mutation);
    expect(broken).toBeDefined();
    expect(broken?.filter((name) => name.includes('is accepted'))).toHaveLength(2);
  });

  it('goes along every arrow by which a batch is sent or settled, and along no other', () => {
    const taken = new Set(
      [...whole.ways.keys()].flatMap((kind) => /: (\w+) → (\w+),/.exec(kind)?.slice(1).join(' ') ?? []),
    );
    const moved = [...taken].filter((arrow) => new Set(arrow.split(' ')).size === 2).sort();
    const arrows = UNPROVEN_BATCH_STATES.flatMap((from) => BATCH_TRANSITIONS[from].map((to) => `${from} ${to}`));
    // Refusals and cancellations end a batch unsent: they are tested by themselves. A proof never meets a batch that waits to be sent: that
    // would be one about to be sent twice.
    const others = arrows.filter((arrow) => /refused|cancelled|(planned|fed) accepted/.test(arrow));
    expect(moved).toEqual(arrows.filter((arrow) => !others.includes(arrow)).sort());
  });
});
