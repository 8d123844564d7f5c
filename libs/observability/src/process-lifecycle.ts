import type { Logger } from './logger';

interface Supervision {
  readonly logger: Logger;
  /** Stops taking work, finishes what is under way, closes connections. Called once. */
  readonly close: () => Promise<void>;
  /** After this long the process leaves all the same; what was under way is settled from Postgres. */
  readonly deadlineMs?: number;
}

const DEFAULT_DEADLINE_MS = 10_000;

/**
 * Ends the process cleanly on SIGTERM, SIGINT, or when the parent that started it is gone (its IPC channel closes), so that a
 * killed launcher leaves no orphan.
 */
export function superviseProcess({ logger, close, deadlineMs = DEFAULT_DEADLINE_MS }: Supervision): void {
  let closing = false;
  const stop = (cause: string): void => {
    if (closing) return;
    closing = true;
    logger.info({ event: 'process.stopping', cause }, 'stopping');
    setTimeout(() => {
      logger.warn({ event: 'process.deadline', deadline_ms: deadlineMs }, 'not done in time, leaving');
      process.exit(1);
    }, deadlineMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ event: 'process.close_failed', err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => {
    stop('SIGTERM');
  });
  process.once('SIGINT', () => {
    stop('SIGINT');
  });
  process.once('disconnect', () => {
    stop('parent is gone');
  });
}

/** Tells a launcher that waits on the IPC channel that this process is up. */
export function announceReady(url?: string): void {
  process.send?.({ ready: true, url });
}
