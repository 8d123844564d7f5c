import { randomBytes } from 'node:crypto';

export interface TestRedis {
  readonly url: string;
  /** Random: spec files share one server and must not see each other's keys. */
  readonly prefix: string;
}

export function testRedis(): TestRedis {
  const url = process.env.TEST_REDIS_URL;
  if (url === undefined) throw new Error('TEST_REDIS_URL is not set: did test/support/global-setup.ts run?');
  return { url, prefix: `test-${randomBytes(6).toString('hex')}` };
}
