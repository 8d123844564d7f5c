import { backoffMs, type BackoffPolicy } from '@herald/kernel';
import type Redis from 'ioredis';

// A provider that only says 429 is asked again after half a second at first, after a minute at the longest.
const BACKOFF: BackoffPolicy = { baseMs: 1_000, maxMs: 60_000 };
const SHORTEST_MS = 500;
/** A minute and more without a 429 and the next one counts as the first again. */
const MEMORY_MS = 90_000;

/** The pause all workers keep after a 429: one key in Redis whose time to live is what is left of it. */
export class SlowDown {
  private readonly pauseKey: string;
  private readonly countKey: string;
  /** For this process even without Redis. */
  private until = 0;

  constructor(prefix: string) {
    this.pauseKey = `${prefix}:limit:pause`;
    this.countKey = `${prefix}:limit:throttled`;
  }

  /** @returns ms until sending may go on; 0 = now */
  async remainingMs(redis: Redis): Promise<number> {
    const here = this.until - Date.now();
    return here > 0 ? here : Math.max(0, await redis.pttl(this.pauseKey));
  }

  async begin(redis: Redis, retryAfterMs: number | undefined): Promise<number> {
    const left = await this.remainingMs(redis);
    // A hundred requests that were under way together meet one and the same limit: it counts once.
    if (left > 0 && (retryAfterMs ?? 0) <= left) return left;
    const ms = Math.max(1, retryAfterMs ?? (await this.nextMs(redis)));
    this.until = Date.now() + ms;
    await redis.set(this.pauseKey, '1', 'PX', ms);
    return ms;
  }

  private async nextMs(redis: Redis): Promise<number> {
    const count = await redis.incr(this.countKey);
    await redis.pexpire(this.countKey, MEMORY_MS);
    return SHORTEST_MS + backoffMs(BACKOFF, count, Math.random());
  }
}
