import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import Redis, { type RedisOptions } from 'ioredis';

const KEEP_ALIVE_MS = 10_000;
/** Bull's blocking reads end after five seconds, and nothing else takes that long. A connection that owes an answer longer is dead. */
const SILENT_MS = 20_000;
// Bull asks for the first two on its blocking connections.
const REDIS_OPTIONS: RedisOptions = {
  maxRetriesPerRequest: null,
  enableReadyCheck: false,
  keepAlive: KEEP_ALIVE_MS,
  socketTimeout: SILENT_MS,
};
const TELL_EVERY_MS = 10_000;

/** Bull leaves clients it was given to whoever made them: they are closed here, once its queues are. */
@Injectable()
export class RedisClients implements OnApplicationShutdown {
  private readonly clients: Redis[] = [];
  private away = false;
  private toldAt = -Infinity;

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  create(url: string): Redis {
    const client = new Redis(url, REDIS_OPTIONS);
    // ioredis connects again by itself, for ever; without a listener each failed try would be printed.
    client.on('error', (error: Error) => {
      this.tellAway(error);
    });
    client.on('ready', () => {
      if (this.away) this.logger.info({ event: 'redis.back' }, 'Redis is back');
      this.away = false;
    });
    this.clients.push(client);
    return client;
  }

  onApplicationShutdown(): void {
    for (const client of this.clients) client.disconnect();
  }

  // Each client meets the same error, again and again: once in a while is enough.
  private tellAway(error: Error & { readonly code?: string }): void {
    if (this.away && performance.now() - this.toldAt < TELL_EVERY_MS) return;
    this.away = true;
    this.toldAt = performance.now();
    this.logger.warn({ event: 'redis.away', cause: error.message || error.code }, 'Redis is away; it is tried again');
  }
}
