import { sleep } from '@herald/kernel';
import type { Health } from './health';
import type { Logger } from './logger';

interface Supervision {
  readonly logger: Logger;
  readonly health: Health;
  /** After this long the process leaves all the same; what was under way is settled from Postgres. */
  readonly deadlineMs: number;
  /** Work goes on for this long after readiness is down, so that a load balancer can notice and send no more. */
  readonly drainMs: number;
}

/** What ioredis says to commands of a connection that was given up: at the end, or by a limiter that is made anew without Redis. */
const GIVEN_UP = 'Connection is closed.';

/**
 * Ends the process cleanly on SIGTERM, SIGINT, or when the parent that started it is gone (its IPC channel closes), so that a
 * killed launcher leaves no orphan: readiness goes down, then what was given to `onStop` is closed, the latest first. The same
 * signal a second time ends it at once.
 */
export class Supervisor {
  private readonly closers: (() => unknown)[] = [];
  private readonly causes = new Set<string>();

  constructor(private readonly options: Supervision) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        this.stop(signal);
      });
    }
    process.once('disconnect', () => {
      this.stop('parent is gone');
    });
    // Bull and Bottleneck keep promises nobody waits for. What fails in one of those has changed no state: that is Postgres's, behind
    // fences. So it is told, loudly, and the process goes on.
    process.on('unhandledRejection', (error) => {
      const level = error instanceof Error && error.message === GIVEN_UP ? 'debug' : 'error';
      options.logger[level]({ event: 'process.unhandled_rejection', err: error }, 'a failure nobody waited for');
    });
  }

  /** Stops taking work, finishes what is under way, closes connections. */
  onStop(close: () => unknown): void {
    this.closers.push(close);
  }

  private stop(cause: string): void {
    const { logger } = this.options;
    if (this.causes.has(cause)) {
      logger.warn({ event: 'process.forced', cause }, 'told twice, leaving at once');
      process.exit(1);
    }
    this.causes.add(cause);
    if (this.causes.size > 1) return;
    logger.info({ event: 'process.stopping', cause }, 'stopping');
    this.leaveInTime();
    this.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ event: 'process.close_failed', err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  }

  private leaveInTime(): void {
    const { logger, deadlineMs } = this.options;
    setTimeout(() => {
      logger.warn({ event: 'process.deadline', deadline_ms: deadlineMs }, 'not done in time, leaving');
      process.exit(1);
    }, deadlineMs).unref();
  }

  private async close(): Promise<void> {
    this.options.health.stop();
    await sleep(this.options.drainMs);
    for (const close of this.closers.reverse()) await close();
  }
}

/** Tells a launcher that waits on the IPC channel that this process is up. */
export function announceReady(addresses: { readonly url?: string; readonly internalUrl?: string } = {}): void {
  process.send?.({ ready: true, ...addresses });
}
