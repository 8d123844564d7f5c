import type { Sql } from '@herald/database';
import { AppError } from '@herald/kernel';
import type { Answer, IdempotencyRepository, IdempotentRequest } from './idempotency.repository';

const RENEWALS_PER_LEASE = 3;

/** The hold on one idempotency key, renewed for as long as the work takes. Each operation waits for the renewal under way. */
export class IdempotencyLease {
  private readonly timer: NodeJS.Timeout;
  private renewing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly request: IdempotentRequest,
    private fence: string,
    private readonly leaseMs: number,
  ) {
    this.timer = setInterval(() => {
      this.renewing = this.renewing.then(() => this.renew());
    }, leaseMs / RENEWALS_PER_LEASE);
    this.timer.unref();
  }

  async store(answer: Answer, sql?: Sql): Promise<void> {
    await this.stop();
    if (await this.repository.store(this.request, this.fence, answer, sql)) return;
    throw new AppError(
      'conflict',
      'idempotency_lock_lost',
      'The request took so long that a repeat of it took over. Ask for the result with the same Idempotency-Key.',
    );
  }

  async release(): Promise<void> {
    await this.stop();
    await this.repository.release(this.request, this.fence);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.renewing;
  }

  private async renew(): Promise<void> {
    try {
      this.fence = (await this.repository.renew(this.request, this.fence, this.leaseMs)) ?? this.fence;
    } catch {
      // Postgres did not answer: the next renewal or, if that fails too, `store` will tell.
    }
  }
}
