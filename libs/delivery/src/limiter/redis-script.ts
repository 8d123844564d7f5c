import type Redis from 'ioredis';
import { createHash } from 'node:crypto';

/** A Lua script: one round trip, and nobody else's command in between. Written again by itself to a Redis that lost it. */
export class RedisScript {
  private readonly digest: string;

  constructor(private readonly text: string) {
    this.digest = createHash('sha1').update(text).digest('hex');
  }

  async run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<string[]> {
    const rest = [keys.length, ...keys, ...args] as const;
    try {
      return (await redis.evalsha(this.digest, ...rest)) as string[];
    } catch (error) {
      if (!String(error).includes('NOSCRIPT')) throw error;
      return (await redis.eval(this.text, ...rest)) as string[];
    }
  }
}

/** What Redis said, or undefined when it failed or took too long. */
export function within<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, ms, undefined);
    const settle = (value: T | undefined): void => {
      clearTimeout(patience);
      resolve(value);
    };
    answer.then(settle, () => {
      settle(undefined);
    });
  });
}

/** A Redis that says nothing for this long is away. */
export const PATIENCE_MS = 2_000;
