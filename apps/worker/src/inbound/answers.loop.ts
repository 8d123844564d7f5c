import { AnswerService } from '@herald/inbound';
import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const EVERY_MS = 1_000;

/** Sends confirmations that are messages of their own. */
@Injectable()
export class AnswersLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Periodic;

  constructor(answers: AnswerService, @Inject(LOGGER) logger: Logger) {
    this.loop = loggedLoop(logger, 'answers', EVERY_MS, () => answers.tick());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
