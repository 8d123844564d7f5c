import { AppError, sleep } from '@herald/kernel';
import type { Logger } from './logger';

interface ServiceWait<T> {
  /** As in the log line: `Postgres`. */
  readonly name: string;
  readonly attempt: () => Promise<T>;
  /** Whether the error says that the service is not there yet; any other one ends the wait at once. */
  readonly isAway: (error: unknown) => boolean;
  readonly logger: Logger;
  /** 0 = for ever. */
  readonly timeoutMs: number;
}

const TRY_EVERY_MS = 500;
const TELL_EVERY_MS = 5_000;

/**
 * Start order does not matter: what a process needs and does not find yet is waited for, with a line in the log every few seconds.
 *
 * @throws AppError `service_away` after the timeout, or at once the error that waiting would not mend
 */
export async function waitForService<T>({ name, attempt, isAway, logger, timeoutMs }: ServiceWait<T>): Promise<T> {
  const started = performance.now();
  let told = -Infinity;
  for (;;) {
    try {
      const result = await attempt();
      if (told !== -Infinity) logger.info({ event: 'start.service_up', service: name }, `${name} is there`);
      return result;
    } catch (error) {
      const waited = performance.now() - started;
      const seconds = Math.round(waited / 1_000);
      const cause = error instanceof Error ? error.message || error.name : String(error);
      if (!isAway(error)) throw error;
      if (timeoutMs > 0 && waited > timeoutMs) {
        throw new AppError('unavailable', 'service_away', `${name} did not answer within ${seconds} s: ${cause}`);
      }
      if (performance.now() - told > TELL_EVERY_MS) {
        told = performance.now();
        logger.warn({ event: 'start.waiting', service: name, waited_s: seconds, cause }, `waiting for ${name}`);
      }
    }
    await sleep(TRY_EVERY_MS);
  }
}
