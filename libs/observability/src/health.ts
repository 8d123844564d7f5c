import { sleep } from '@herald/kernel';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** `undefined` = may be given work. */
export type NotReady = { readonly code: 'starting' | 'stopping' | 'not_ready'; readonly message: string } | undefined;

const ANSWER_WITHIN_MS = 2_000;

/**
 * Whether this process should be given work: it has come up, what it cannot work without answers, and it has not been told to
 * stop. Whoever brings such a thing (the database, the queues) says so with `need`.
 */
@Injectable()
export class Health implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly needs = new Map<string, () => Promise<unknown>>();
  private started = false;
  private stopping = false;

  /** @param answers rejects, or stays silent, while `name` cannot be worked with */
  need(name: string, answers: () => Promise<unknown>): void {
    this.needs.set(name, answers);
  }

  /** Readiness goes down for good. */
  stop(): void {
    this.stopping = true;
  }

  async notReady(): Promise<NotReady> {
    if (this.stopping) return { code: 'stopping', message: 'This process is stopping.' };
    if (!this.started) return { code: 'starting', message: 'This process is starting.' };
    const answers = await Promise.all([...this.needs].map(async ([name, ask]) => ((await inTime(ask)) ? [] : [name])));
    const failing = answers.flat();
    if (failing.length === 0) return undefined;
    return { code: 'not_ready', message: `No answer from ${failing.join(' and ')}.` };
  }

  onApplicationBootstrap(): void {
    this.started = true;
  }

  onModuleDestroy(): void {
    this.stop();
  }
}

async function inTime(ask: () => Promise<unknown>): Promise<boolean> {
  const answered = new AbortController();
  const asked = ask().then(
    () => true,
    () => false,
  );
  const late = sleep(ANSWER_WITHIN_MS, answered.signal).then(() => false);
  const result = await Promise.race([asked, late]);
  answered.abort();
  return result;
}
