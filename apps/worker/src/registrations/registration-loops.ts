import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { SubmitService, SyncService, WebhookService } from '@herald/senders';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const WEBHOOKS_EVERY_MS = 1_000;
const SUBMIT_EVERY_MS = 1_000;
const SYNC_EVERY_MS = 2_000;

@Injectable()
export class RegistrationLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly Periodic[];

  constructor(webhooks: WebhookService, submit: SubmitService, sync: SyncService, @Inject(LOGGER) logger: Logger) {
    this.loops = [
      loggedLoop(logger, 'registration-webhooks', WEBHOOKS_EVERY_MS, () => webhooks.tick()),
      loggedLoop(logger, 'registration-submit', SUBMIT_EVERY_MS, () => submit.tick()),
      loggedLoop(logger, 'registration-sync', SYNC_EVERY_MS, () => sync.tick()),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
