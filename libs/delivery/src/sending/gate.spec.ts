import { Gate } from './gate';

describe('a gate', () => {
  it('lets so many in at once, in the order they came, and no place is lost by a failure', async () => {
    const gate = new Gate(2);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    const work = async (index: number): Promise<void> => {
      order.push(index);
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      if (index % 3 === 0) throw new Error('failed');
    };
    const all = Array.from({ length: 12 }, (_, index) => gate.through(() => work(index)));
    const results = await Promise.allSettled(all);
    expect(most).toBe(2);
    expect(order).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  });
});
