import { Database } from '@herald/database';
import { sleep } from '@herald/kernel';
import { PLAN_QUEUE, type Queue } from '@herald/queue';
import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';

const TIMEOUT_MS = 2_000;

/** Asks the services this process cannot work without. */
@Injectable()
export class ServiceProbe {
  constructor(
    private readonly database: Database,
    @InjectQueue(PLAN_QUEUE) private readonly queue: Queue,
  ) {}

  /** @returns the names of those that failed or stayed silent */
  async failing(): Promise<string[]> {
    const [postgres, redis] = await Promise.all([
      answers(this.database.query('SELECT 1')),
      answers(this.queue.client.ping()),
    ]);
    return [...(postgres ? [] : ['Postgres']), ...(redis ? [] : ['Redis'])];
  }
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  const answered = new AbortController();
  const inTime = question.then(
    () => true,
    () => false,
  );
  const late = sleep(TIMEOUT_MS, answered.signal).then(() => false);
  const result = await Promise.race([inTime, late]);
  answered.abort();
  return result;
}
