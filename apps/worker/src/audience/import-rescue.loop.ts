import { ImportRescue } from '@herald/audience';
import { Periodic } from '@herald/kernel';
import { type Logger, LOGGER } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

const EVERY_MS = 5_000;

@Injectable()
export class ImportRescueLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Periodic;

  constructor(rescue: ImportRescue, @Inject(LOGGER) logger: Logger) {
    this.loop = new Periodic({
      everyMs: EVERY_MS,
      tick: () => rescue.tick(),
      onError: (error) => {
        logger.error({ event: 'import.rescue_failed', error }, 'import rescue failed');
      },
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}
