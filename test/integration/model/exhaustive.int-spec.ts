import { BATCH_TRANSITIONS, UNPROVEN_BATCH_STATES } from '@herald/ledger';

import { explore, type Explored } from './explore';
import { type Harm, type Mutation, timesAccepted } from './model';

const BOUNDS = { feeds: 3, crashes: 2 };
/** Enough to go wrong in. */
const SMALL = { feeds: 2, crashes: 1 };

describe('fence, lease, doubt, settling and cancel, in every interleaving', () => {
  let whole: Explored;
  beforeAll(() => {
    whole = explore(BOUNDS);
    process.stdout.write(`model: ${whole.states} states, ${whole.steps} steps\n`);
  }, 180_000);

  it('never has the provider take a batch twice, never calls refused or cancelled what it took, nor accepted what it did not', () => {
    expect(whole.broken).toBeUndefined();
    expect(whole.states).toBeGreaterThan(40_000);
  });

  it.each<[Harm, Mutation]>([
    ['sent twice', 'no fence at the claim'],
    ['sent twice', 'no deadline before the write'],
    ['sent twice', 'a lease that ends means planned'],
    ['sent twice', 'one round is enough'],
    ['sent twice', 'no control'],
    ['sent twice', 'a network without end'],
    ['lost', 'no fence at the claim'],
    ['lost', 'no deadline before the write'],
    ['lost', 'a lease that ends means planned'],
    ['lost', 'one round is enough'],
    ['lost', 'no control'],
    ['lost', 'a network without end'],
    ['lost', 'a refusal under any fence'],
    ['lost', 'a cancel that takes what is being sent'],
    ['lost', 'no answer means refused'],
    ['made up', 'no answer means accepted'],
  ])('finds the way to a message %s once there is %s', (harm, mutation) => {
    const { broken } = explore(SMALL, { mutation, harm });
    expect(broken?.harm).toBe(harm);
    const taken = { 'sent twice': 2, lost: 1, 'made up': 0 }[harm];
    expect(broken?.way.filter((name) => name.includes('is accepted'))).toHaveLength(taken);
  });

  it('comes to an end by itself, whoever dies: by look-ups alone too, when no callback ever comes', () => {
    expect(whole.stuck).toEqual([]);
    expect(explore({ ...SMALL, without: 'callbacks' }).stuck).toEqual([]);
  });

  it('leaves to the operator what the provider did not take, if its records may not be looked into, and nothing else', () => {
    const { broken, stuck } = explore({ ...SMALL, without: 'records' });
    expect(broken).toBeUndefined();
    expect(new Set(stuck.map(({ state }) => state))).toEqual(new Set(['sending', 'unknown']));
    expect(stuck.filter(timesAccepted)).toEqual([]);
    expect(stuck.filter(({ requests }) => requests.some(({ where }) => where === 'on_its_way'))).toEqual([]);
  });

  it.each<Mutation>(['no lease while sending', 'nobody who cancels what comes back'])(
    'finds a batch that hangs for ever once there is %s',
    (mutation) => {
      expect(explore(SMALL, { mutation }).stuck).not.toEqual([]);
    },
  );

  it('goes along every arrow by which a batch is sent, settled or cancelled, and along no other', () => {
    const taken = new Set(
      [...whole.ways.keys()].flatMap((kind) => /: (\w+) → (\w+),/.exec(kind)?.slice(1).join(' ') ?? []),
    );
    const moved = [...taken].filter((arrow) => new Set(arrow.split(' ')).size === 2).sort();
    const arrows = UNPROVEN_BATCH_STATES.flatMap((from) => BATCH_TRANSITIONS[from].map((to) => `${from} ${to}`));
    // A proof never meets a batch that is about to be sent again, nor one that is called refused or cancelled: that would be harm. A batch of which
    // nobody is left is claimed and cancelled in one step.
    const others = ['planned', 'fed', 'refused', 'cancelled']
      .map((from) => `${from} accepted`)
      .concat('sending cancelled');
    expect(moved).toEqual(arrows.filter((arrow) => !others.includes(arrow)).sort());
  });

  it('gives a batch up by the operator’s word alone', () => {
    const kinds = [...whole.ways.keys()].filter((kind) => /: (?!abandoned)\w+ → abandoned/.test(kind));
    expect(kinds).toEqual(['operator: abandoned: unknown → abandoned, fence +0']);
  });
});
