import { type Service, startRedis } from '@herald/embedded';
import Redis from 'ioredis';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { BottleneckLimiter } from '../../../libs/delivery/src/limiter/bottleneck-limiter';
import { waitFor } from '../../support/wait-for';
import { at, lane, type Limiters, never, SENDER, setUpLimiters, went } from './limiter-setup';

describe('the limiter of three workers', () => {
  let setup: Limiters;
  beforeAll(async () => {
    setup = await setUpLimiters();
  });
  afterAll(() => setup.close());
  afterEach(() => setup.closeMade());

  /** When each of `count` pieces of work began, spread over the workers. */
  async function moments(limiters: readonly BottleneckLimiter[], count: number, units: number): Promise<number[]> {
    const began: number[] = [];
    const runs = Array.from({ length: count }, (_, index) =>
      at(limiters, index).run(
        lane(units),
        (report) => {
          began.push(performance.now());
          return went(report);
        },
        never,
      ),
    );
    await Promise.all(runs);
    return began.sort((a, b) => a - b);
  }
  const most = (began: readonly number[], windowMs: number): number =>
    Math.max(...began.map((first) => began.filter((each) => each >= first && each < first + windowMs).length));
  const span = (began: readonly number[]): number => (began.at(-1) ?? 0) - (began[0] ?? 0);

  it('lets no window of any beginning see more requests than its limit', async () => {
    const began = await moments(await setup.make({ requestsPerWindow: 40, windowMs: 1_000 }), 120, 1);
    expect(most(began, 1_000)).toBeLessThanOrEqual(40);
    expect(span(began)).toBeGreaterThan(1_900);
  });

  it('lets no more run at once than the account may have under way', async () => {
    const limiters = await setup.make({ concurrency: 4 });
    let now = 0;
    let highest = 0;
    const work = async (): Promise<void> => {
      highest = Math.max(highest, ++now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
    };
    await Promise.all(Array.from({ length: 60 }, (_, index) => at(limiters, index).run(lane(1), work, never)));
    expect(highest).toBe(4);
  });

  it('paces units from the first batch on, without a full bucket to begin with', async () => {
    const began = await moments(await setup.make({ accountMessagesPerSecond: 2_000 }), 16, 250);
    // 15 batches wait for 250 units each, less a tenth of a second's worth; the first may begin late.
    expect(span(began)).toBeGreaterThan(1_200);
  });

  it('keeps one sender from holding up another', async () => {
    const [limiter] = await setup.make({ senderMessagesPerSecond: 10 });
    await limiter?.run(lane(1_000, 'slow'), went, never);
    const leaving = new AbortController();
    const stuck = limiter?.run(lane(1_000, 'slow'), went, leaving.signal);
    expect(await limiter?.run(lane(1_000, 'other'), went, never)).toEqual({ kind: 'done', value: 'went' });
    leaving.abort();
    expect(await stuck).toEqual({ kind: 'given_up', why: 'aborted' });
  });

  it('lets a batch pass that weighs more than the lane carries in a second', async () => {
    const [limiter] = await setup.make({ accountMessagesPerSecond: 8_000 });
    expect(await limiter?.run(lane(20_000), went, never)).toEqual({ kind: 'done', value: 'went' });
  });

  it('gives units back that were not used', async () => {
    const [limiter] = await setup.make({ accountMessagesPerSecond: 1 });
    for (let each = 0; each < 5; each += 1) {
      // The claim found the batch gone: no request was made. Used, its units would take a thousand seconds.
      const unsent = limiter?.run(lane(1_000), () => Promise.resolve('lost'), never);
      expect(await unsent).toEqual({ kind: 'done', value: 'lost' });
    }
  });

  it('stops at the day’s cap, counts from the ledger, and says until when', async () => {
    const limiters = await setup.make({});
    const cap = await setup.lanes.create(
      { kind: 'daily_cap', key: SENDER, channel: 'any' },
      { amount: 1_000, windowMs: 86_400_000, brand: null, source: 'test' },
    );
    await waitFor('all to know the cap', async () => {
      const heavy = await Promise.all(limiters.map((limiter) => limiter.run(lane(400), went, never)));
      return heavy.some(({ kind }) => kind === 'given_up');
    });
    const more = await at(limiters, 0).run(lane(900), went, never);
    expect(more).toMatchObject({ kind: 'given_up', why: 'used_up' });
    const until = more.kind === 'given_up' && more.why === 'used_up' ? more.until.getTime() : 0;
    expect(until - Date.now()).toBeGreaterThan(0);
    expect(until - Date.now()).toBeLessThanOrEqual(25 * 3_600_000);
    expect(await at(limiters, 1).run(lane(900, 'other'), went, never)).toMatchObject({ kind: 'done' });
    await setup.lanes.remove(cap.id);
  });

  it('follows a lane that is edited while a batch waits for it', async () => {
    const limiters = await setup.make({ senderMessagesPerSecond: 1 });
    await at(limiters, 0).run(lane(1_000), went, never);
    const stuck = at(limiters, 1).run(lane(1_000), went, never);
    const row = await setup.lanes.create(
      { kind: 'sender', key: SENDER, channel: 'sms' },
      { amount: 100_000, windowMs: 1_000, brand: null, source: 'test' },
    );
    const edited = performance.now();
    expect(await stuck).toMatchObject({ kind: 'done' });
    expect(performance.now() - edited).toBeLessThan(2_500);
    await setup.lanes.remove(row.id);
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
      const lost = { redis: { url: redis.url, prefix: 'emptied' } };
      const limiters = await setup.make({ requestsPerWindow: 100, concurrency: 2 }, lost);
      const waiting = Array.from({ length: 90 }, (_, index) => at(limiters, index).run(lane(1), went, never));
      await Promise.race(waiting);
      await flush(redis.url);
      const kinds = (await Promise.all(waiting)).map(({ kind }) => kind);
      expect(kinds).toContain('done');
      await waitFor('all three to work again', async () => {
        const again = await Promise.all(limiters.map((limiter) => limiter.run(lane(1), went, never)));
        return again.every(({ kind }) => kind === 'done');
      });
    });

    it('gives up while it is away, works again when it is back empty, and is over no limit then', async () => {
      const limiters = await setup.make(
        { requestsPerWindow: 30, windowMs: 1_000 },
        { redis: { url: redis.url, prefix: 'away' } },
      );
      await Promise.all(limiters.map((limiter) => limiter.run(lane(1), went, never)));
      await redis.stop();
      const away = await Promise.all(limiters.map((limiter) => limiter.run(lane(1), went, never)));
      expect(away).toEqual(Array.from({ length: 3 }, () => ({ kind: 'given_up', why: 'unavailable' })));
      await rm(join(dataDir, 'appendonlydir'), { recursive: true, force: true });
      redis = await startRedis({ dataDir });
      await waitFor('all three to work again', async () => {
        const again = await Promise.all(limiters.map((limiter) => limiter.run(lane(1), went, never)));
        return again.every(({ kind }) => kind === 'done');
      });
      expect(most(await moments(limiters, 60, 1), 1_000)).toBeLessThanOrEqual(30);
    });
  });
});

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  await redis.script('FLUSH');
  await redis.quit();
}
