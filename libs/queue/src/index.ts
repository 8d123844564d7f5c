export { type ImportJob, type PlanJob, QUEUES, type QueueName, type SendJob } from './jobs';
export { QueueModule, type QueueOptions } from './queue.module';
export { prepareRedis } from './prepare-redis';
export { QueueProducer } from './queue-producer';
export { IMPORT_QUEUE, PLAN_QUEUE, SEND_QUEUE } from './jobs';
export { type Job, type Queue } from 'bull';
