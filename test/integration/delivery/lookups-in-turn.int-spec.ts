import { testRedis } from '../../support/redis';
import { at, type Limiters, never, setUpLimiters } from './limiter-setup';

describe('look-ups of several workers', () => {
  let setup: Limiters;
  beforeAll(async () => {
    setup = await setUpLimiters();
  });
  afterAll(() => setup.close());
  afterEach(() => setup.closeMade());

  it('are made for doubts first, whichever worker has them', async () => {
    const limiters = await setup.make({}, { redis: testRedis(), count: 2, lookupsPerMinute: 300 });
    const order: string[] = [];
    const look = (worker: number, urgency: 'soon' | 'idle'): Promise<unknown> =>
      at(limiters, worker).lookUp(
        () => {
          order.push(urgency);
          return Promise.resolve();
        },
        never,
        urgency,
      );
    await look(1, 'soon');
    order.length = 0;
    const doubts = (async () => {
      for (let index = 0; index < 5; index += 1) await look(0, 'soon');
    })();
    const idle = Array.from({ length: 3 }, () => look(1, 'idle'));
    await Promise.all([doubts, ...idle]);
    expect(order).toEqual(['soon', 'soon', 'soon', 'soon', 'soon', 'idle', 'idle', 'idle']);
  }, 30_000);
});
