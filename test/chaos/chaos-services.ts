import { type Service, startPostgres, startRedis } from '@herald/embedded';
import { isAlive } from '@herald/embedded';
import { sleep } from '@herald/kernel';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

const GONE_MS = 20_000;

/** Postgres and Redis that can be taken away and brought back on the port they had. */
export class ChaosServices {
  private constructor(
    private readonly folder: string,
    private postgres: Service,
    private redis: Service,
  ) {}

  static async start(folder: string): Promise<ChaosServices> {
    const [postgres, redis] = await Promise.all([bringPostgres(folder), bringRedis(folder)]);
    return new ChaosServices(folder, postgres, redis);
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  get redisUrl(): string {
    return this.redis.url;
  }

  /** Immediate mode: no checkpoint, every connection dropped at once; it recovers from its log at the next start. */
  async restartPostgres(downMs: number): Promise<void> {
    const { pid, url } = this.postgres;
    process.kill(pid, 'SIGQUIT');
    await gone(pid);
    await this.postgres.stop();
    await sleep(downMs);
    this.postgres = await bringPostgres(this.folder);
    if (this.postgres.url !== url) throw new Error('Postgres came back at another address: somebody took its port');
  }

  /** SIGKILL, and everything it had written thrown away. */
  async emptyRedis(downMs: number): Promise<void> {
    const { pid, url } = this.redis;
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    await this.redis.stop();
    await rm(join(this.folder, 'redis', 'appendonlydir'), { recursive: true, force: true });
    await sleep(downMs);
    this.redis = await bringRedis(this.folder);
    if (this.redis.url !== url) throw new Error('Redis came back at another address: somebody took its port');
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }
}

function bringPostgres(folder: string): Promise<Service> {
  return startPostgres({ dataDir: join(folder, 'postgres') });
}

function bringRedis(folder: string): Promise<Service> {
  return startRedis({ dataDir: join(folder, 'redis') });
}

async function gone(pid: number): Promise<void> {
  const deadline = performance.now() + GONE_MS;
  while (isAlive(pid)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} is still there`);
    await sleep(20);
  }
}
