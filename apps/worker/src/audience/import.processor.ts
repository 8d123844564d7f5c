import { ImportRunner } from '@herald/audience';
import { type Logger, LOGGER } from '@herald/observability';
import { IMPORT_QUEUE, type ImportJob, type Job } from '@herald/queue';
import { Process, Processor } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Inject } from '@nestjs/common';

/** Runs imports, one at a time: a second one would only share the same core. */
@Processor(IMPORT_QUEUE)
export class ImportProcessor implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly runner: ImportRunner,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Process({ concurrency: 1 })
  async process({ data }: Job<ImportJob>): Promise<void> {
    // The rescue announces it to another worker.
    if (this.stopping.signal.aborted) return;
    const run = this.runner.run(data.importId, this.stopping.signal);
    this.running = run.catch(() => undefined);
    try {
      await run;
    } catch (error) {
      this.logger.error({ event: 'import.crashed', import: data.importId, error }, 'import will be tried again');
      throw error;
    }
  }

  /** Gives the import at hand back after its current chunk. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }
}
