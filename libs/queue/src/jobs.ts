/** Jobs carry ids and a fence, nothing else: Postgres is the truth, Bull only says "look at this one now". */
export interface ImportJob {
  readonly importId: number;
}

export interface PlanJob {
  readonly campaignId: number;
}

export interface SendJob {
  readonly batchId: string;
  /** The batch's fence when it was fed; a job with an older one finds nothing to claim. */
  readonly fence: number;
}

export const IMPORT_QUEUE = 'import';
export const PLAN_QUEUE = 'plan';
export const SEND_QUEUE = 'send';

export const QUEUES = [IMPORT_QUEUE, PLAN_QUEUE, SEND_QUEUE] as const;
export type QueueName = (typeof QUEUES)[number];
