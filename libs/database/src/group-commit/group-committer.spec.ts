import { GroupCommitter, NotTakenError } from './group-committer';

interface Gate {
  readonly group: readonly number[];
  readonly answer: (results: readonly (string | Error)[]) => void;
  readonly fail: (error: Error) => void;
}

const PATIENCE_MS = 4_000;

/** A committer whose commits end when the test says so, and whose clock the test moves. */
function setup(options: { maxGroup?: number; maxWaiting?: number; lanes?: number; patience?: undefined } = {}) {
  const gates: Gate[] = [];
  const clock = { now: 0 };
  const committer = new GroupCommitter<number, string>({
    commit: (group) =>
      new Promise((resolve, reject) => {
        gates.push({ group, answer: resolve, fail: reject });
      }),
    maxGroup: 100,
    maxWaiting: 100,
    lanes: 1,
    patience: { limitMs: PATIENCE_MS, retryMs: 0, now: () => clock.now },
    ...options,
  });
  const submit = (...events: number[]) => Promise.allSettled(events.map((event) => committer.submit(event)));
  const committed = async (groups: number): Promise<void> => {
    while (gates.length < groups) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { committer, gates, clock, submit, committed, turn: () => new Promise((resolve) => setImmediate(resolve)) };
}

const REFUSED = [{ reason: expect.any(NotTakenError) as unknown }];

describe('GroupCommitter', () => {
  it('commits together what came together, and the next group when the lane is free', async () => {
    const { gates, submit, turn } = setup();
    const first = submit(1, 2);
    await turn();
    const second = submit(3, 4, 5);
    await turn();
    expect(gates.map(({ group }) => group)).toEqual([[1, 2]]);
    gates[0]?.answer(['a', 'b']);
    expect(await first).toMatchObject([{ value: 'a' }, { value: 'b' }]);
    await turn();
    expect(gates.map(({ group }) => group)).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    gates[1]?.answer(['c', 'd', 'e']);
    expect(await second).toMatchObject([{ value: 'c' }, { value: 'd' }, { value: 'e' }]);
  });

  it('never makes a group larger than it may be, and uses every lane', async () => {
    const { gates, submit, turn } = setup({ maxGroup: 2, lanes: 2 });
    void submit(1, 2, 3, 4, 5);
    await turn();
    await turn();
    await turn();
    expect(gates.map(({ group }) => group)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('tells each event its own end', async () => {
    const { gates, submit, turn } = setup();
    const all = submit(1, 2, 3);
    await turn();
    gates[0]?.answer(['a', new Error('poison')]);
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('tries a group again whose commit failed, before what came after it', async () => {
    const { gates, submit, turn, committed } = setup({ maxGroup: 3 });
    const first = submit(1, 2);
    await turn();
    const second = submit(3, 4);
    gates[0]?.fail(new Error('no Postgres'));
    await committed(2);
    expect(gates[1]?.group).toEqual([1, 2, 3]);
    gates[1]?.answer(['a', 'b', 'c']);
    await committed(3);
    gates[2]?.answer(['d']);
    expect(await first).toMatchObject([{ value: 'a' }, { value: 'b' }]);
    expect(await second).toMatchObject([{ value: 'c' }, { value: 'd' }]);
  });

  it('fails a whole group whose commit failed, and goes on, where it was given no patience', async () => {
    const { gates, submit, turn } = setup({ patience: undefined });
    const first = submit(1, 2);
    await turn();
    gates[0]?.fail(new Error('no Postgres'));
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const second = submit(3);
    await turn();
    gates[1]?.answer(['c']);
    expect(await second).toMatchObject([{ value: 'c' }]);
  });

  it('gives back what has waited too long, whether its commit fails or hangs', async () => {
    const { committer, gates, clock, submit, turn, committed } = setup();
    const old = submit(1);
    await turn();
    clock.now = 3_000;
    const young = submit(2);
    clock.now = PATIENCE_MS - 1;
    expect(committer.giveBackLate()).toBe(0);
    clock.now = PATIENCE_MS;
    expect([committer.giveBackLate(), committer.giveBackLate()]).toEqual([1, 0]);
    expect(await old).toMatchObject(REFUSED);
    gates[0]?.fail(new Error('no answer'));
    await committed(2);
    expect(gates[1]?.group).toEqual([2]);
    gates[1]?.answer(['b']);
    expect(await young).toMatchObject([{ value: 'b' }]);
  });

  it('refuses what it has no room for, and counts it', async () => {
    const { committer, submit, turn } = setup({ maxWaiting: 2 });
    void submit(1, 2);
    await turn();
    void submit(3, 4);
    expect(await submit(5)).toMatchObject(REFUSED);
    expect([committer.size, committer.takeTurnedAway(), committer.takeTurnedAway()]).toEqual([4, 1, 0]);
  });

  it('lets in only as many as it needs to find out, once nothing has been committed for long', async () => {
    const { committer, gates, clock, submit, turn, committed } = setup({ maxGroup: 2, maxWaiting: 50 });
    void submit(1, 2);
    await turn();
    clock.now = PATIENCE_MS + 1;
    void submit(3, 4);
    expect(await submit(5)).toMatchObject(REFUSED);
    gates[0]?.answer(['a', 'b']);
    await committed(2);
    void submit(6, 7, 8, 9);
    await turn();
    expect(committer.size).toBe(6);
  });

  it('drains when the last commit has ended, not before', async () => {
    const { committer, gates, submit, turn } = setup();
    void submit(1);
    await turn();
    void submit(2);
    let drained = false;
    const drain = committer.drain().then(() => (drained = true));
    gates[0]?.answer(['a']);
    await turn();
    await turn();
    expect([drained, gates.length]).toEqual([false, 2]);
    gates[1]?.answer(['b']);
    await drain;
    await committer.drain();
  });

  it('gives everything back when it drains and Postgres is away', async () => {
    const { committer, gates, submit, turn, committed } = setup({ maxGroup: 1 });
    const all = submit(1, 2);
    await turn();
    const drain = committer.drain();
    gates[0]?.fail(new Error('no Postgres'));
    await committed(2);
    gates[1]?.fail(new Error('no Postgres'));
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await drain;
  });
});
