import type { Clock } from '@herald/kernel';

import type { QuietBatch, ReconcileRepository } from './reconcile.repository';

/** A worker that dies costs this long. */
export const HOLD_MS = 120_000;
const RENEW_MS = 30_000;

/** Keeps a batch from others for as long as it is looked through, however slowly the provider lets itself be asked. */
export class HeldBatch {
  private lost = false;
  private renewing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly batches: ReconcileRepository,
    private readonly clock: Clock,
    private readonly batch: QuietBatch,
    private until: Date,
    renewMs = RENEW_MS,
  ) {
    this.timer = setInterval(() => {
      this.renewing = this.renewing.then(() => this.renew());
    }, renewMs).unref();
  }

  /** It was frozen for so long that another worker has it. */
  get isLost(): boolean {
    return this.lost;
  }

  /** @param next when it is to be looked through again */
  async end(next: Date | 'infinity'): Promise<void> {
    clearInterval(this.timer);
    await this.renewing;
    if (!this.lost) await this.batches.hold(this.batch, this.until, next);
  }

  private async renew(): Promise<void> {
    const next = new Date(this.clock.now().getTime() + HOLD_MS);
    try {
      if (await this.batches.hold(this.batch, this.until, next)) this.until = next;
      else this.lost = true;
    } catch {
      // Postgres is away: so it is for the others, and the next time comes.
    }
  }
}
