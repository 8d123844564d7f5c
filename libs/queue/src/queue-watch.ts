import { Health, type Metrics, METRICS } from '@herald/observability';
import { InjectQueue } from '@nestjs/bull';
import { Inject, Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { IMPORT_QUEUE, PLAN_QUEUE, SEND_QUEUE } from './jobs';

/** Tells readiness and the metrics how Redis and the queues on it are. */
@Injectable()
export class QueueWatch {
  constructor(
    @InjectQueue(IMPORT_QUEUE) imports: Queue,
    @InjectQueue(PLAN_QUEUE) plans: Queue,
    @InjectQueue(SEND_QUEUE) sends: Queue,
    health: Health,
    @Inject(METRICS) metrics: Metrics,
  ) {
    health.need('Redis', () => sends.client.ping());
    const gauge = metrics.gauge({
      name: 'herald_queue_jobs',
      help: "Jobs in a queue by Bull's state; the same seen from every process.",
      labels: ['queue', 'state'],
    });
    const read = async (queue: Queue) => {
      const { waiting, active, delayed, completed, failed } = await queue.getJobCounts();
      return Object.entries({ waiting, active, delayed, completed, failed }).map(([state, value]) => ({
        gauge,
        labels: { queue: queue.name, state },
        value,
      }));
    };
    metrics.sample({
      name: 'queues',
      gauges: [gauge],
      read: async () => (await Promise.all([imports, plans, sends].map(read))).flat(),
    });
  }
}
