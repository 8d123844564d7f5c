import { migrate } from '@herald/database';
import { type Service, startPostgres, startRedis } from '@herald/embedded';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Services {
  readonly folder: string;
  /** With Herald's tables in it. */
  readonly postgres: Service;
  readonly redis: Service;
}

/** A folder of the bench's own, gone once it is done. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Postgres and Redis of the bench's own, in a folder that is gone with them. */
export function withServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const [postgres, redis] = await Promise.all([
      startPostgres({ dataDir: join(folder, 'postgres'), disposable: true }),
      startRedis({ dataDir: join(folder, 'redis'), disposable: true }),
    ]);
    try {
      await migrate(postgres.url);
      return await work({ folder, postgres, redis });
    } finally {
      await Promise.all([postgres.stop(), redis.stop()]);
    }
  });
}
