import { FailureFeedback } from '@herald/consent';
import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const EVERY_MS = 10_000;

@Injectable()
export class FailureFeedbackLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Periodic;

  constructor(feedback: FailureFeedback, @Inject(LOGGER) logger: Logger) {
    this.loop = loggedLoop(logger, 'failure-feedback', EVERY_MS, () => feedback.tick());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
