import { Periodic } from '@herald/kernel';
import type { Logger } from '@herald/observability';

/** A loop that says when its ticks begin to fail, now and then while they do, and when that is over. */
export function loggedLoop(logger: Logger, name: string, everyMs: number, tick: () => Promise<unknown>): Periodic {
  return new Periodic({
    everyMs,
    tick,
    onError: (error, { ticks, forMs }) => {
      const failures = { ticks, for_ms: forMs };
      logger.error({ event: 'tick.failed', tick: name, ...failures, err: error }, `${name} failed, and is tried again`);
    },
    onRecovery: ({ ticks, forMs }) => {
      logger.info({ event: 'tick.recovered', tick: name, ticks, for_ms: forMs }, `${name} works again`);
    },
  });
}
