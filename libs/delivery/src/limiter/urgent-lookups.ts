import { sleep } from '@herald/kernel';
import type Redis from 'ioredis';

import { PATIENCE_MS, within } from './redis-script';

const RENEW_MS = 1_000;

/**
 * Tells all workers that somebody wants a look-up soon: a queue knows of priorities only among those of its own process. A mark
 * in Redis that runs out by itself, so nobody who dies leaves the others waiting.
 */
export class UrgentLookups {
  private readonly keptMs: number;

  /** @param everyMs between two look-ups. Who looks up in a row is not overtaken between two of his. */
  constructor(
    private readonly redis: Redis,
    private readonly key: string,
    everyMs: number,
  ) {
    this.keptMs = Math.ceil(2 * RENEW_MS + everyMs);
  }

  /** @returns what ends it; the mark stays for the moment in which the next one would come */
  mark(): () => void {
    const set = (): void => {
      this.redis.set(this.key, '1', 'PX', this.keptMs).catch(() => undefined);
    };
    set();
    const renewal = setInterval(set, RENEW_MS).unref();
    return () => {
      clearInterval(renewal);
    };
  }

  /** Waits while anybody has marked. Redis being away is for others to notice. */
  async over(leave: AbortSignal): Promise<() => void> {
    while (!leave.aborted && (await within(PATIENCE_MS, this.redis.exists(this.key))) === 1) {
      await sleep(RENEW_MS / 4, leave);
    }
    return () => undefined;
  }
}
