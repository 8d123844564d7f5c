import { type Service, startPostgres, startRedis } from '@herald/embedded';
import { join } from 'node:path';

import { type Services } from './environment';

export interface RunningServices extends Services {
  /** For the summary: `embedded` or `yours`. */
  readonly postgres: 'embedded' | 'yours';
  readonly redis: 'embedded' | 'yours';
  stop(): Promise<void>;
}

/** Embedded Postgres and Redis, except where DATABASE_URL or REDIS_URL names one. */
export async function startServices(dataDir: string, given: NodeJS.ProcessEnv): Promise<RunningServices> {
  const { DATABASE_URL, REDIS_URL } = given;
  const attempts = await Promise.allSettled([
    DATABASE_URL === undefined ? startPostgres({ dataDir: join(dataDir, 'postgres') }) : undefined,
    REDIS_URL === undefined ? startRedis({ dataDir: join(dataDir, 'redis') }) : undefined,
  ]);
  const started = attempts.map((attempt) => (attempt.status === 'fulfilled' ? attempt.value : undefined));
  const stop = async (): Promise<void> => {
    await Promise.all(
      started.filter((service): service is Service => service !== undefined).map((each) => each.stop()),
    );
  };
  const failed = attempts.find((attempt) => attempt.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const [postgres, redis] = started;
  return {
    databaseUrl: DATABASE_URL ?? postgres?.url ?? '',
    redisUrl: REDIS_URL ?? redis?.url ?? '',
    postgres: DATABASE_URL === undefined ? 'embedded' : 'yours',
    redis: REDIS_URL === undefined ? 'embedded' : 'yours',
    stop,
  };
}
