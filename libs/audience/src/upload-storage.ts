import { AppError } from '@herald/kernel';
import { randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UploadDigest } from './upload-digest';

export interface UploadStorageOptions {
  readonly folder: string;
  /** A larger file is refused while it comes in. */
  readonly maxBytes: number;
  /** How a file is opened for writing; tests fill the disk with it. */
  readonly create?: (path: string) => Promise<FileHandle>;
}

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly isUtf8: boolean;
}

/** A read is a turn of the event loop that the commit under way has to wait for: small ones keep Postgres busy meanwhile. */
const READ_BUFFER_BYTES = 16 * 1024;
const DISK_FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** Uploaded files in a local folder. A file is either whole and durable under its key, or not there. */
export class UploadStorage {
  constructor(private readonly options: UploadStorageOptions) {}

  /**
   * Writes a stream away, hashed on the way.
   *
   * @throws AppError `upload_too_large`, `upload_incomplete` (the sender broke off), `storage_full`; nothing is left behind
   */
  async store(source: AsyncIterable<Buffer>): Promise<StoredFile> {
    await mkdir(this.options.folder, { recursive: true });
    const key = `${randomUUID()}.csv`;
    const unfinished = `${this.path(key)}.part`;
    try {
      const digest = await this.write(unfinished, source);
      await rename(unfinished, this.path(key));
      await syncFolder(this.options.folder);
      return { key, ...digest };
    } catch (error) {
      await rm(unfinished, { force: true });
      if (DISK_FULL.includes((error as NodeJS.ErrnoException).code)) {
        throw new AppError('unavailable', 'storage_full', 'There is no room left to store the file. Try again later.', {
          cause: error,
        });
      }
      throw error;
    }
  }

  read(key: string): ReadStream {
    return createReadStream(this.path(key), { highWaterMark: READ_BUFFER_BYTES });
  }

  /** The first bytes of a file. */
  async head(key: string, bytes: number): Promise<Buffer> {
    const file = await open(this.path(key), 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  private async write(path: string, source: AsyncIterable<Buffer>) {
    const digest = new UploadDigest();
    const file = await (this.options.create ?? ((name) => open(name, 'wx')))(path);
    try {
      for await (const chunk of reportingBreaks(source)) {
        digest.push(chunk);
        if (digest.bytes > this.options.maxBytes) {
          const limit = `${String(this.options.maxBytes)} bytes`;
          throw new AppError('too_large', 'upload_too_large', `The file is larger than ${limit}. Split it.`);
        }
        await file.writeFile(chunk);
      }
      await file.sync().catch(ignoreUnsyncable);
    } finally {
      await file.close();
    }
    return digest.end();
  }

  private path(key: string): string {
    return join(this.options.folder, key);
  }
}

/** An error of the source is the sender's; one of the file is ours. */
async function* reportingBreaks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', 'upload_incomplete', 'The upload broke off before its end. Send the file again.', {
      cause: error,
    });
  }
}

/** Devices and some network file systems have nothing to sync. */
function ignoreUnsyncable(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
}

/** Makes the new name itself durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch(ignoreUnsyncable);
  } finally {
    await handle.close();
  }
}
