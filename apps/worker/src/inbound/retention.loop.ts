import { InboundRetention } from '@herald/inbound';
import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const EVERY_MS = 15 * 60_000;

/** Deletes old webhooks and messages. */
@Injectable()
export class RetentionLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Periodic;

  constructor(retention: InboundRetention, @Inject(LOGGER) logger: Logger) {
    this.loop = loggedLoop(logger, 'inbound-retention', EVERY_MS, () => retention.tick());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
