import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { type Logger, LOGGER } from '@herald/observability';
import { QueueProducer } from '@herald/queue';
import { Inject, Injectable } from '@nestjs/common';
import { type Import } from './import';
import { ImportRepository } from './import.repository';
import type { ImportLayout, ImportOptions } from './layout';
import { ListService, type Page } from './list.service';
import { HEAD_BYTES, settleLayout } from './settle-layout';
import { type StoredFile, UploadStorage } from './upload-storage';

export interface ImportRequest {
  readonly listId: number;
  readonly file: StoredFile;
  readonly fileName?: string | undefined;
  readonly options?: ImportOptions | undefined;
}

/** Takes files in and tells how far they are; the work is done by ImportRunner in a worker. */
@Injectable()
export class ImportService {
  constructor(
    private readonly imports: ImportRepository,
    private readonly lists: ListService,
    private readonly storage: UploadStorage,
    private readonly queue: QueueProducer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Stores a CSV and starts its import: `store` and `start` in one.
   *
   * @throws AppError what these throw; nothing is left behind then
   */
  async receive(
    listId: number,
    stream: AsyncIterable<Buffer>,
    request: Pick<ImportRequest, 'fileName' | 'options'> = {},
  ): Promise<Import> {
    await this.lists.get(listId);
    return this.start({ listId, file: await this.store(stream), ...request });
  }

  /** @throws AppError `upload_too_large`, `upload_incomplete`, `storage_full` */
  async store(stream: AsyncIterable<Buffer>): Promise<StoredFile> {
    return this.storage.store(stream);
  }

  /** Removes a stored file that won’t be imported after all. */
  async discard(file: StoredFile): Promise<void> {
    await this.storage.remove(file.key);
  }

  /**
   * Checks the beginning of a stored file and queues its import. A file that is refused is removed.
   *
   * @throws AppError `list_not_found`, `empty_file`, `not_a_csv`, `header_only`, `no_phone_column`, `unknown_column`, `unknown_country`
   */
  async start({ listId, file, fileName, options = {} }: ImportRequest): Promise<Import> {
    let created: Import;
    try {
      const layout = await this.settle(listId, file, options);
      created = await this.imports.insert({ listId, file, fileName, options, layout, now: this.clock.now() });
    } catch (error) {
      await this.storage.remove(file.key);
      throw error;
    }
    this.logger.info({ event: 'import.queued', import: created.id, list: listId, bytes: file.bytes }, 'import queued');
    // The answer does not wait for Redis: what is not announced is found in Postgres by ImportRescue.
    this.queue.import({ importId: created.id }).catch((error: unknown) => {
      this.logger.warn({ event: 'import.not_announced', import: created.id, error }, 'import waits for the rescue');
    });
    return created;
  }

  /** @throws AppError `import_not_found` */
  async get(id: number): Promise<Import> {
    const found = await this.imports.find(id);
    if (found === undefined) throw new AppError('not_found', 'import_not_found', `There is no import ${String(id)}.`);
    return found;
  }

  /** Imports of a list, newest first. @throws AppError `list_not_found` */
  async page(listId: number, { limit, before }: Page): Promise<Import[]> {
    await this.lists.get(listId);
    return this.imports.ofList(listId, limit, before);
  }

  private async settle(listId: number, file: StoredFile, options: ImportOptions): Promise<ImportLayout> {
    const list = await this.lists.get(listId);
    const head = await this.storage.head(file.key, HEAD_BYTES);
    const isWhole = head.length === file.bytes;
    const layout = settleLayout({ head, isWhole, isUtf8: file.isUtf8 }, options, list.default_country);
    const same = await this.imports.findSameFile(listId, file.sha256, options);
    return same === undefined ? layout : { ...layout, same_file_as: same };
  }
}
