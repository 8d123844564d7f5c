import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { IMPORT_QUEUE, type ImportJob, PLAN_QUEUE, type PlanJob, SEND_QUEUE, type SendJob } from './jobs';

/** Wakes up whoever works on a thing. Calling it twice is harmless: the claim in Postgres decides. */
@Injectable()
export class QueueProducer {
  constructor(
    @InjectQueue(IMPORT_QUEUE) private readonly imports: Queue<ImportJob>,
    @InjectQueue(PLAN_QUEUE) private readonly plans: Queue<PlanJob>,
    @InjectQueue(SEND_QUEUE) private readonly sends: Queue<SendJob>,
  ) {}

  async import(job: ImportJob): Promise<void> {
    await this.imports.add(job);
  }

  async plan(job: PlanJob): Promise<void> {
    await this.plans.add(job);
  }

  async send(jobs: readonly SendJob[]): Promise<void> {
    await this.sends.addBulk(jobs.map((data) => ({ data })));
  }
}
