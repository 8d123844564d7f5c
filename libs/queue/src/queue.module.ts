import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import type { JobOptions } from 'bull';
import { QUEUES } from './jobs';
import { QueueProducer } from './queue-producer';
import { QueueWatch } from './queue-watch';
import { RedisClients } from './redis-clients';

export interface QueueOptions {
  readonly redisUrl: string;
  readonly prefix: string;
}

// The truth is in Postgres, so a job is tried once: what it leaves undone is found there and enqueued anew.
const JOB_OPTIONS: JobOptions = { attempts: 1, removeOnComplete: 1_000, removeOnFail: 1_000 };

@Module({ providers: [RedisClients], exports: [RedisClients] })
class RedisClientsModule {}

/** Needs ObservabilityModule. */
@Module({})
export class QueueModule {
  static forRoot(options: QueueOptions): DynamicModule {
    const queues = BullModule.registerQueue(...QUEUES.map((name) => ({ name, defaultJobOptions: JOB_OPTIONS })));
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRootAsync({
          imports: [RedisClientsModule],
          inject: [RedisClients],
          useFactory: (clients: RedisClients) => ({
            prefix: `${options.prefix}:bull`,
            createClient: () => clients.create(options.redisUrl),
          }),
        }),
        queues,
      ],
      providers: [QueueProducer, QueueWatch],
      exports: [queues, QueueProducer],
    };
  }
}
