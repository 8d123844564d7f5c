import { GroupCommitter, QueueFullError } from './group-committer';

interface Gate {
  readonly group: readonly number[];
  readonly answer: (results: readonly (string | Error)[]) => void;
  readonly fail: (error: Error) => void;
}

/** A committer whose commits end when the test says so. */
function setup(options: { maxGroup?: number; maxWaiting?: number; lanes?: number } = {}) {
  const gates: Gate[] = [];
  const committer = new GroupCommitter<number, string>({
    commit: (group) =>
      new Promise((resolve, reject) => {
        gates.push({ group, answer: resolve, fail: reject });
      }),
    maxGroup: 100,
    maxWaiting: 100,
    lanes: 1,
    ...options,
  });
  const submit = (...events: number[]) => Promise.allSettled(events.map((event) => committer.submit(event)));
  return { committer, gates, submit, turn: () => new Promise((resolve) => setImmediate(resolve)) };
}

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

  it('fails a whole group whose commit failed, and goes on', async () => {
    const { gates, submit, turn } = setup();
    const first = submit(1, 2);
    await turn();
    gates[0]?.fail(new Error('no Postgres'));
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const second = submit(3);
    await turn();
    gates[1]?.answer(['c']);
    expect(await second).toMatchObject([{ value: 'c' }]);
  });

  it('refuses what it has no room for', async () => {
    const { submit, turn } = setup({ maxWaiting: 2 });
    void submit(1, 2);
    await turn();
    void submit(3, 4);
    expect(await submit(5)).toMatchObject([{ reason: expect.any(QueueFullError) as unknown }]);
  });

  it('drains when the last commit has ended, not before', async () => {
    const { committer, gates, submit, turn } = setup();
    await committer.drain();
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
  });
});
