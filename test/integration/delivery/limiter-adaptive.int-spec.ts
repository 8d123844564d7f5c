import { waitFor } from '../../support/wait-for';
import type { BottleneckLimiter } from '../../../libs/delivery/src/limiter/bottleneck-limiter';
import { at, lane, type Limiters, never, setUpLimiters, StrictProvider } from './limiter-setup';

const WINDOW_MS = 1_000;

describe('three workers at a provider that says 429', () => {
  let setup: Limiters;
  beforeAll(async () => {
    setup = await setUpLimiters();
  });
  afterAll(() => setup.close());
  afterEach(() => setup.closeMade());

  /** Each worker always has ten batches waiting, until the time is over. */
  async function press(limiters: readonly BottleneckLimiter[], provider: StrictProvider, ms: number): Promise<void> {
    const end = performance.now() + ms;
    const sender = async (index: number): Promise<void> => {
      while (performance.now() < end) await at(limiters, index).run(lane(1), provider.request, never);
    };
    await Promise.all(Array.from({ length: 30 }, (_, index) => sender(index)));
  }

  it('meet no 429 at a strict limit that is what the lane says', async () => {
    const limiters = await setup.make({ requestsPerWindow: 60, windowMs: WINDOW_MS });
    const provider = new StrictProvider(60, WINDOW_MS);
    const started = performance.now();
    await press(limiters, provider, 6_000);
    const { taken, refused } = provider.between(started + 1_000, started + 6_000);
    expect(refused).toBeLessThanOrEqual(2);
    expect(taken).toBeGreaterThan(0.4 * 5 * 60);
  });

  it('find a limit that is half of what the lane says, and keep to it', async () => {
    const limiters = await setup.make({ requestsPerWindow: 60, windowMs: WINDOW_MS });
    const provider = new StrictProvider(30, WINDOW_MS);
    const started = performance.now();
    await press(limiters, provider, 9_000);
    const { taken, refused } = provider.between(started + 3_000, started + 8_000);
    expect(refused).toBeLessThanOrEqual(6);
    expect(taken).toBeGreaterThan(0.4 * 5 * 30);
  });

  it('all wait as long as the provider asks for', async () => {
    const limiters = await setup.make({ requestsPerWindow: 60, windowMs: WINDOW_MS });
    const strict = new StrictProvider(0, WINDOW_MS, 1_200);
    expect(await at(limiters, 0).run(lane(1), strict.request, never)).toEqual({ kind: 'done', value: 'throttled' });
    const started = performance.now();
    const open = new StrictProvider(60, WINDOW_MS);
    await Promise.all([1, 2].map((index) => at(limiters, index).run(lane(1), open.request, never)));
    expect(performance.now() - started).toBeGreaterThan(1_100);
  });

  it('send one request at first after a 429, and all when that one passed', async () => {
    const limiters = await setup.make({ requestsPerWindow: 60, windowMs: WINDOW_MS });
    const provider = new StrictProvider(0, WINDOW_MS);
    const running = press(limiters, provider, 6_000);
    // Those under way together, then one after 100, 200, 400 ms…
    await waitFor('a few refusals', () => provider.asked.length >= 4);
    expect(provider.asked.length).toBeLessThanOrEqual(10);
    provider.limit = 60;
    await waitFor('all to go on', () => provider.between(0, Infinity).taken > 20);
    await running;
  });
});
