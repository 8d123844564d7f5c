import type { Periodic } from '@herald/kernel';
import { LogDays } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const EVERY_MS = 15 * 60_000;

/** Keeps days of the log of events ready, and drops old ones. */
@Injectable()
export class LogDaysLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Periodic;

  constructor(days: LogDays, @Inject(LOGGER) logger: Logger) {
    this.loop = loggedLoop(logger, 'log-days', EVERY_MS, () => days.tick());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
