import { startPostgres, startRedis } from '@herald/embedded';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Postgres and Redis of one test's own, to be taken away and brought back at the same addresses. */
export class OwnServices {
  private constructor(
    private readonly folder: string,
    private postgres: Awaited<ReturnType<typeof startPostgres>>,
    private redis: Awaited<ReturnType<typeof startRedis>>,
  ) {}

  static async start(folder: string): Promise<OwnServices> {
    const [postgres, redis] = await Promise.all([
      startPostgres({ dataDir: join(folder, 'postgres') }),
      startRedis({ dataDir: join(folder, 'redis') }),
    ]);
    return new OwnServices(folder, postgres, redis);
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  get redisUrl(): string {
    return this.redis.url;
  }

  /** Immediate mode: no connection is told, and recovery is run at the next start. */
  crashPostgres(): void {
    process.kill(this.postgres.pid, 'SIGQUIT');
  }

  async bringPostgresBack(): Promise<void> {
    await this.postgres.stop();
    this.postgres = await startPostgres({ dataDir: join(this.folder, 'postgres') });
  }

  killRedis(): void {
    process.kill(this.redis.pid, 'SIGKILL');
  }

  async bringRedisBackEmpty(): Promise<void> {
    await this.redis.stop();
    await rm(join(this.folder, 'redis', 'appendonlydir'), { recursive: true, force: true });
    this.redis = await startRedis({ dataDir: join(this.folder, 'redis') });
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }
}
