import type { Sql } from '@herald/database';
import { AppError } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { IdempotencyLease } from './idempotency-lease';
import { type Answer, IdempotencyRepository, type IdempotentRequest } from './idempotency.repository';
import { StillRunning } from './still-running';

export interface IdempotentAnswer extends Answer {
  /** True if this is the first request's answer, told again. */
  readonly replayed: boolean;
}

/** Given to the work, for answers that must be stored together with what they tell about. */
export interface Recorder {
  /**
   * Stores the answer in the caller's own transaction: after a crash the work and its answer are either both there or
   * both not. Without it the answer is stored after the work, and a crash between the two lets a repeat do the work again.
   *
   * @throws AppError conflict if the key was taken over by a repeat meanwhile: the transaction must roll back
   */
  record(transaction: Sql, answer: Answer): Promise<void>;
}

/** An answer is told again for at least this long; afterwards the key counts as never used. */
export const RETENTION_MS = 24 * 60 * 60_000;
/** A process that died leaves its key locked for at most this long. */
const LEASE_MS = 30_000;
const FIRST_SERVER_ERROR = 500;
const MAX_ATTEMPTS = 5;

@Injectable()
export class Idempotency {
  constructor(
    private readonly repository: IdempotencyRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Does the work once per (API key, route, Idempotency-Key): a repeat with the same request gets the first answer. Answers
   * below 500 are kept; a 5xx or a thrown error releases the key, so that a repeat tries again. While the work runs its
   * lock is renewed.
   *
   * @throws AppError invalid `idempotency_key_reused` (another request came with this key)
   * @throws StillRunning (the first one has not finished)
   */
  async run(request: IdempotentRequest, work: (recorder: Recorder) => Promise<Answer>): Promise<IdempotentAnswer> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const fence = await this.repository.claim(request, LEASE_MS, RETENTION_MS);
      if (fence !== undefined) return this.work(request, fence, work);
      const entry = await this.repository.find(request);
      // Released between the two statements: try to claim it again.
      if (entry === undefined) continue;
      if (!entry.same_request) {
        throw new AppError(
          'invalid',
          'idempotency_key_reused',
          'This Idempotency-Key was used for another request. Use a new key for every new request.',
        );
      }
      if (entry.response_status === null) throw new StillRunning(entry.locked_seconds);
      return { status: entry.response_status, body: entry.response_body, replayed: true };
    }
    throw new StillRunning(1);
  }

  private async work(
    request: IdempotentRequest,
    fence: string,
    work: (recorder: Recorder) => Promise<Answer>,
  ): Promise<IdempotentAnswer> {
    const lease = new IdempotencyLease(this.repository, request, fence, LEASE_MS);
    let recorded: Answer | undefined;
    try {
      const answer = await work({
        record: async (transaction, toStore) => {
          await lease.store(toStore, transaction);
          recorded = toStore;
        },
      });
      if (recorded !== undefined) return { ...recorded, replayed: false };
      if (answer.status >= FIRST_SERVER_ERROR) await lease.release();
      else await lease.store(answer);
      return { ...answer, replayed: false };
    } catch (error) {
      await lease.release().catch((cause: unknown) => {
        // The lock expires by itself; the work's own error is the one to report.
        this.logger.warn({ event: 'idempotency.release_failed', err: cause }, 'could not release an idempotency key');
      });
      throw error;
    } finally {
      await lease.stop();
    }
  }
}
