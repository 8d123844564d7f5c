import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import Redis, { type RedisOptions } from 'ioredis';

// Bull asks for this on its blocking connections.
const REDIS_OPTIONS: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

/** Bull leaves clients it was given to whoever made them: they are closed here, once its queues are. */
@Injectable()
export class RedisClients implements OnApplicationShutdown {
  private readonly clients: Redis[] = [];

  create(url: string): Redis {
    const client = new Redis(url, REDIS_OPTIONS);
    // ioredis connects again by itself; without a listener each failed try would be printed.
    client.on('error', () => undefined);
    this.clients.push(client);
    return client;
  }

  onApplicationShutdown(): void {
    for (const client of this.clients) client.disconnect();
  }
}
