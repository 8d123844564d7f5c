import { InjectQueue } from '@nestjs/bull';
import { sleep } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { IMPORT_QUEUE, type ImportJob, PLAN_QUEUE, type PlanJob, SEND_QUEUE, type SendJob } from './jobs';

/** A Redis that does not take a wake-up in this time is away: the periodic services find the work in Postgres. */
const WAKE_UP_MS = 1_000;

/** Wakes up whoever works on a thing. Calling it twice is harmless: the claim in Postgres decides. */
@Injectable()
export class QueueProducer {
  constructor(
    @InjectQueue(IMPORT_QUEUE) private readonly imports: Queue<ImportJob>,
    @InjectQueue(PLAN_QUEUE) private readonly plans: Queue<PlanJob>,
    @InjectQueue(SEND_QUEUE) private readonly sends: Queue<SendJob>,
  ) {}

  async import(job: ImportJob): Promise<void> {
    await attempt(this.imports.add(job));
  }

  async plan(job: PlanJob): Promise<void> {
    await attempt(this.plans.add(job));
  }

  /** Resolves when Redis has the jobs; the caller decides how long to wait for it. */
  async send(jobs: readonly SendJob[]): Promise<void> {
    await this.sends.addBulk(jobs.map((data) => ({ data })));
  }
}

/** A lost wake-up costs time, never state: whoever asked goes on. */
async function attempt(adding: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const nothing = (): undefined => undefined;
  await Promise.race([adding.then(nothing, nothing), sleep(WAKE_UP_MS, over.signal)]);
  over.abort();
}
