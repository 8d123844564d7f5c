import { DrainQueue } from './drain-queue';

function drainAll(queue: DrainQueue, perMs: number | null, until: number, step: number): [number, number][] {
  const left: [number, number][] = [];
  for (let now = 0; now <= until; now += step) {
    queue.drain(now, perMs, (row, at) => {
      left.push([row, at]);
      return true;
    });
  }
  return left;
}

describe('a rate queue', () => {
  it.each([1, 7, 250])('drains at exactly its rate in units, whatever the rhythm (every %i ms)', (step) => {
    const queue = new DrainQueue((row) => row + 1);
    for (const row of [0, 1, 2]) queue.push(row, 0);
    expect(drainAll(queue, 1 / 100, 700, step)).toEqual([
      [0, 0],
      [1, 100],
      [2, 300],
    ]);
  });

  it('does not save up while it is empty', () => {
    const queue = new DrainQueue(() => 1);
    queue.push(0, 0);
    queue.drain(10_000, 1 / 100, () => true);
    queue.push(1, 10_000);
    queue.push(2, 10_000);
    expect(queue.nextAt).toBe(10_000);
    queue.drain(10_000, 1 / 100, () => true);
    expect(queue.size).toBe(1);
    expect(queue.nextAt).toBe(10_100);
  });

  it('spends nothing on a message that expired', () => {
    const queue = new DrainQueue(() => 1);
    for (let row = 0; row < 5; row += 1) queue.push(row, 0);
    queue.drain(0, 1 / 1000, () => false);
    expect(queue.size).toBe(0);
  });

  it('follows a rate that changes, and lets everything go without one', () => {
    const queue = new DrainQueue(() => 1);
    for (let row = 0; row < 4; row += 1) queue.push(row, 0);
    expect(drainAll(queue, 1 / 1000, 0, 1)).toHaveLength(1);
    expect(drainAll(queue, null, 0, 1)).toHaveLength(3);
    expect(queue.waitingUnits).toBe(0);
    expect(queue.mostRows).toBe(4);
  });
});
