import { Periodic } from '@herald/kernel';
import { LogDays } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

const EVERY_MS = 15 * 60_000;

/** Keeps days of the log of events ready, and drops old ones. */
@Injectable()
export class LogDaysLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Periodic;

  constructor(days: LogDays, @Inject(LOGGER) logger: Logger) {
    const onError = (error: unknown): void => {
      logger.error({ event: 'tick.failed', tick: 'log-days', err: error }, 'log-days failed, and will be tried again');
    };
    this.loop = new Periodic({ everyMs: EVERY_MS, tick: () => days.tick(), onError });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
