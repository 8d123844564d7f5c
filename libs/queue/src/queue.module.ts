import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import type { JobOptions } from 'bull';
import Redis, { type RedisOptions } from 'ioredis';
import { QUEUES } from './jobs';
import { QueueProducer } from './queue-producer';

export interface QueueOptions {
  readonly redisUrl: string;
  readonly prefix: string;
}

// The truth is in Postgres, so a job is tried once: what it leaves undone is found there and enqueued anew.
const JOB_OPTIONS: JobOptions = { attempts: 1, removeOnComplete: 1_000, removeOnFail: 1_000 };

// Bull asks for this on its blocking connections.
const REDIS_OPTIONS: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

@Module({})
export class QueueModule {
  static forRoot(options: QueueOptions): DynamicModule {
    const queues = BullModule.registerQueue(...QUEUES.map((name) => ({ name, defaultJobOptions: JOB_OPTIONS })));
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot({
          prefix: `${options.prefix}:bull`,
          createClient: () => new Redis(options.redisUrl, REDIS_OPTIONS),
        }),
        queues,
      ],
      providers: [QueueProducer],
      exports: [queues, QueueProducer],
    };
  }
}
