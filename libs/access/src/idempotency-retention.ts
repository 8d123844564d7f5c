import { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RETENTION_MS } from './idempotency';
import { IdempotencyRepository } from './idempotency.repository';

const EVERY_MS = 10 * 60_000;
const CHUNK = 1_000;

/** Forgets answers that are past their retention. Any number of processes may run it at once. */
@Injectable()
export class IdempotencyRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Periodic({
    everyMs: EVERY_MS,
    tick: () => this.tick(),
    onError: (error) => {
      this.logger.error({ event: 'idempotency.purge_failed', err: error }, 'could not purge idempotency keys');
    },
  });

  constructor(
    private readonly repository: IdempotencyRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  /** @returns how many answers were forgotten */
  async tick(): Promise<number> {
    let purged = 0;
    for (;;) {
      const count = await this.repository.purge(RETENTION_MS, CHUNK);
      purged += count;
      if (count < CHUNK) return purged;
    }
  }
}
