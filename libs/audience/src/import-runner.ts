import { CLOCK, type Clock } from '@herald/kernel';
import { type Logger, LOGGER } from '@herald/observability';
import { QueueProducer } from '@herald/queue';
import { Inject, Injectable } from '@nestjs/common';
import { BrokenCsvError, csvRecords } from './csv';
import { ChunkBuilder } from './chunk-builder';
import type { ClaimedImport, ImportError } from './import';
import { type Chunk, ImportChunkRepository, ImportLostError } from './import-chunk.repository';
import { ImportRepository } from './import.repository';
import { RowReader } from './row';
import { countryNames } from './settle-layout';
import { UploadStorage } from './upload-storage';

/** How a run ended; `not_claimed`: another worker has it, it is over, or an older import of the list comes first. */
export type ImportOutcome = 'completed' | 'failed' | 'released' | 'lost' | 'not_claimed';

/** Imports one file, in constant memory: reading the next chunk goes on while the last one is committed. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly imports: ImportRepository,
    private readonly chunks: ImportChunkRepository,
    private readonly storage: UploadStorage,
    private readonly queue: QueueProducer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Goes on where the import stands: rows that were committed before a crash are read over.
   *
   * @param stop aborted: the import is given back after the chunk at hand
   */
  async run(importId: number, stop?: AbortSignal): Promise<ImportOutcome> {
    const claimed = await this.imports.claim(importId, this.clock.now());
    if (claimed === undefined) return 'not_claimed';
    const startedAt = performance.now();
    const outcome = await this.attempt(claimed, stop);
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    this.logger.info({ event: 'import.run', import: importId, fence: claimed.fence, outcome, seconds }, 'import ran');
    if (outcome === 'completed' || outcome === 'failed') await this.afterEnd(claimed);
    return outcome;
  }

  private async attempt(claimed: ClaimedImport, stop: AbortSignal | undefined): Promise<ImportOutcome> {
    try {
      const unknownTimeZones = await this.readAll(claimed, stop);
      if (unknownTimeZones === undefined) {
        await this.imports.release(claimed);
        return 'released';
      }
      const tooMany = await this.tooManyRejects(claimed);
      if (tooMany !== undefined) return await this.fail(claimed, tooMany);
      const layout =
        unknownTimeZones === 0 ? claimed.layout : { ...claimed.layout, unknown_time_zones: unknownTimeZones };
      return (await this.imports.complete(claimed, layout, this.clock.now())) ? 'completed' : 'lost';
    } catch (error) {
      if (error instanceof ImportLostError) return 'lost';
      const known = knownFailure(error);
      if (known !== undefined) return this.fail(claimed, known);
      // Anything else (a lost database, a bug) leaves the lease to run out or the next attempt to go on.
      await this.imports.release(claimed).catch(() => undefined);
      throw error;
    }
  }

  /** @returns contacts without a known time zone, or undefined when it was stopped before the end */
  private async readAll(claimed: ClaimedImport, stop: AbortSignal | undefined): Promise<number | undefined> {
    const { layout } = claimed;
    const reader = new RowReader(layout, countryNames);
    const file = this.storage.read(claimed.file_key);
    const builder = new ChunkBuilder();
    let committing: Promise<void> = Promise.resolve();
    const commit = async (chunk: Chunk) => {
      await committing;
      committing = this.chunks.commit(claimed, chunk);
      // Reported by the next await; meanwhile it must not count as unhandled.
      committing.catch(() => undefined);
    };
    let rowNumber = layout.header ? -1 : 0;
    let stopped = false;
    try {
      for await (const records of csvRecords(file, layout)) {
        for (const cells of records) {
          rowNumber++;
          if (rowNumber === 0) continue;
          const row = reader.read(cells);
          if (rowNumber > claimed.rows && builder.add(rowNumber, cells, row)) {
            await commit(builder.take(file.bytesRead));
            stopped = stop?.aborted ?? false;
            if (stopped) break;
          }
        }
        if (stopped) break;
      }
      if (!stopped && builder.size > 0) await commit(builder.take(file.bytesRead));
      await committing;
    } finally {
      file.destroy();
      await committing.catch(() => undefined);
    }
    return stopped ? undefined : reader.unknownTimeZones;
  }

  private async tooManyRejects(claimed: ClaimedImport): Promise<ImportError | undefined> {
    const limit = claimed.options.max_reject_ratio;
    const now = await this.imports.find(claimed.id);
    if (limit === undefined || now === undefined || now.rows === 0) return undefined;
    const ratio = now.rejects / now.rows;
    if (ratio <= limit) return undefined;
    return {
      code: 'too_many_rejects',
      message: 'More rows were rejected than max_reject_ratio allows, so the list was left as it was.',
      details: { rows: now.rows, rejects: now.rejects, ratio, max_reject_ratio: limit },
    };
  }

  private async fail(claimed: ClaimedImport, error: ImportError): Promise<ImportOutcome> {
    this.logger.warn({ event: 'import.failed', import: claimed.id, code: error.code }, error.message);
    return (await this.imports.fail(claimed, error, this.clock.now())) ? 'failed' : 'lost';
  }

  /** The file has done its duty, and the list's next import may start. */
  private async afterEnd(claimed: ClaimedImport): Promise<void> {
    await this.storage.remove(claimed.file_key);
    const next = await this.imports.nextOf(claimed.list_id);
    if (next === undefined) return;
    this.queue.import({ importId: next }).catch((error: unknown) => {
      this.logger.warn({ event: 'import.not_announced', import: next, error }, 'import waits for the rescue');
    });
  }
}

function knownFailure(error: unknown): ImportError | undefined {
  if (error instanceof BrokenCsvError) return { code: error.code, message: error.message, details: {} };
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' || syscall !== 'open') return undefined;
  return { code: 'file_gone', message: 'The uploaded file is no longer there. Send it again.', details: {} };
}
