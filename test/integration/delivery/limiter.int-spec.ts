import { type Service, startRedis } from '@herald/embedded';
import { createLogger } from '@herald/observability';
import Redis from 'ioredis';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type DeliveryOptions } from '../../../libs/delivery/src/delivery-options';
import { BottleneckLimiter } from '../../../libs/delivery/src/limiter/bottleneck-limiter';
import { testRedis } from '../../support/redis';
import { waitFor } from '../../support/wait-for';

type Limits = DeliveryOptions['limits'];

const BOUNDLESS: Limits = {
  requestsPerWindow: 1_000_000,
  windowMs: 1_000,
  concurrency: 1_000,
  accountMessagesPerSecond: 1_000_000,
  senderMessagesPerSecond: 1_000_000,
};
const never = new AbortController().signal;
const lane = (units: number, sender = '14155550000') => ({ sender, units });

describe('the limiter of three workers', () => {
  const open: BottleneckLimiter[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((limiter) => limiter.onApplicationShutdown()));
  });

  function workers(limits: Partial<Limits>, redis = testRedis(), count = 3): BottleneckLimiter[] {
    const options: DeliveryOptions = {
      redis,
      limits: { ...BOUNDLESS, ...limits },
      callbacks: { publicUrl: 'http://127.0.0.1:9', secret: 's'.repeat(32) },
      connectTimeoutMs: 1_000,
      responseTimeoutMs: 1_000,
      connections: 10,
    };
    const logger = createLogger({ app: 'test', level: 'silent' });
    const made = Array.from({ length: count }, () => new BottleneckLimiter(options, logger));
    open.push(...made);
    return made;
  }

  /** When each of `count` pieces of work began, spread over the workers. */
  async function moments(limiters: readonly BottleneckLimiter[], count: number, units: number): Promise<number[]> {
    const began: number[] = [];
    const runs = Array.from({ length: count }, (_, index) =>
      at(limiters, index).run(
        lane(units),
        () => {
          began.push(performance.now());
          return Promise.resolve();
        },
        never,
      ),
    );
    await Promise.all(runs);
    return began.sort((a, b) => a - b);
  }

  it('lets no window of any beginning see more requests than its limit', async () => {
    const began = await moments(workers({ requestsPerWindow: 40, windowMs: 1_000 }), 100, 1);
    const most = Math.max(
      ...began.map((first) => began.filter((each) => each >= first && each < first + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(40);
    expect((began.at(-1) ?? 0) - (began[0] ?? 0)).toBeGreaterThan(2_400);
  });

  it('lets no more run at once than the account may have under way', async () => {
    const limiters = workers({ concurrency: 4 });
    let now = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
    };
    await Promise.all(Array.from({ length: 60 }, (_, index) => at(limiters, index).run(lane(1), work, never)));
    expect(most).toBe(4);
  });

  it('paces units: a full bucket at once, then the rate', async () => {
    const began = await moments(workers({ accountMessagesPerSecond: 2_000 }), 8, 1_000);
    const last = (began.at(-1) ?? 0) - (began[0] ?? 0);
    // 2,000 at once, 6,000 more at 2,000 a second
    expect(last).toBeGreaterThan(2_400);
    expect(last).toBeLessThan(6_000);
  });

  it('keeps one sender from holding up another', async () => {
    const [limiter] = workers({ senderMessagesPerSecond: 10 });
    await limiter?.run(lane(1_000, 'slow'), () => Promise.resolve(), never);
    const leaving = new AbortController();
    const stuck = limiter?.run(lane(1_000, 'slow'), () => Promise.resolve(), leaving.signal);
    expect(await limiter?.run(lane(1_000, 'other'), () => Promise.resolve('went'), never)).toEqual({
      kind: 'done',
      value: 'went',
    });
    leaving.abort();
    expect(await stuck).toEqual({ kind: 'given_up', why: 'aborted' });
  });

  it('lets a batch pass that weighs more than the bucket holds', async () => {
    const [limiter] = workers({ accountMessagesPerSecond: 8_000 });
    const admission = await limiter?.run(lane(20_000), () => Promise.resolve('went'), never);
    expect(admission).toEqual({ kind: 'done', value: 'went' });
  });

  it('makes all workers wait when one met a 429', async () => {
    const [first, second] = workers({});
    const paused = await first?.slowDown(1_200);
    expect(paused).toBe(1_200);
    const started = performance.now();
    await second?.run(lane(1), () => Promise.resolve(), never);
    expect(performance.now() - started).toBeGreaterThan(1_000);
  });

  it('waits longer after each 429 that names no time, and counts those of one moment once', async () => {
    const [first, second] = workers({});
    const waits = await Promise.all([first?.slowDown(undefined), second?.slowDown(undefined)]);
    expect(Math.max(...waits.map((wait) => wait ?? 0))).toBeLessThan(2_600);
    expect(Math.min(...waits.map((wait) => wait ?? 0))).toBeGreaterThan(0);
  });

  describe('when Redis fails', () => {
    let redis: Service;
    let dataDir: string;
    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'herald-limiter-'));
      redis = await startRedis({ dataDir });
    });
    afterAll(() => redis.stop());

    it('sends who waits away and goes on when everything in it was lost', async () => {
      const limiters = workers({ requestsPerWindow: 100, concurrency: 2 }, { url: redis.url, prefix: 'emptied' });
      const waiting = Array.from({ length: 90 }, (_, index) =>
        at(limiters, index).run(lane(1), () => Promise.resolve(), never),
      );
      await Promise.race(waiting);
      await flush(redis.url);
      const kinds = (await Promise.all(waiting)).map(({ kind }) => kind);
      expect(new Set(kinds)).toEqual(new Set(['done', 'given_up']));
      const again = await Promise.all(limiters.map((limiter) => limiter.run(lane(1), () => Promise.resolve(), never)));
      expect(again.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    });

    it('gives up while it is away, and works again when it is back', async () => {
      const [limiter] = workers({}, { url: redis.url, prefix: 'away' }, 1);
      await limiter?.run(lane(1), () => Promise.resolve(), never);
      await redis.stop();
      const admission = await limiter?.run(lane(1), () => Promise.resolve(), never);
      expect(admission).toEqual({ kind: 'given_up', why: 'unavailable' });
      redis = await startRedis({ dataDir });
      await waitFor('the limiter to work again', async () => {
        const again = await limiter?.run(lane(1), () => Promise.resolve(), never);
        return again?.kind === 'done';
      });
    });
  });
});

/** The workers in turn. */
function at(limiters: readonly BottleneckLimiter[], index: number): BottleneckLimiter {
  const limiter = limiters[index % limiters.length];
  if (limiter === undefined) throw new Error('there are no workers');
  return limiter;
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  await redis.script('FLUSH');
  redis.disconnect();
}
