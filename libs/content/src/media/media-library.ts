import { Database, sqlState } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';

import type { Fault } from '../domain/fault';
import { MEDIA_TYPES, mediaTypeOf } from '../domain/media-type';
import { MAX_MEDIUM_BYTES, MAX_MESSAGE_BYTES, MAX_UPLOAD_FILES, type Medium } from './medium';
import { MediaRepository, type MediumFile, type NewMedium } from './media.repository';

const FOREIGN_KEY_VIOLATION = '23503';
const NAME_MAX_CHARACTERS = 200;
const FALLBACK_NAME = 'file';

export interface StoredMedium {
  readonly medium: Medium;
  /** False: the same bytes were there already. */
  readonly isNew: boolean;
}

/** Files that go with messages: uploaded once, and sent to the provider whenever a campaign needs them there. */
@Injectable()
export class MediaLibrary {
  constructor(
    private readonly database: Database,
    private readonly media: MediaRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Reads a file to its end, or to where it is too large.
   *
   * @throws AppError too_large `media_too_large`; invalid `media_empty`, `media_name_invalid`, `upload_incomplete`;
   * unsupported_media_type `media_type_unsupported`
   */
  async read(name: string, source: AsyncIterable<Buffer>): Promise<NewMedium> {
    const fileName = name.trim() === '' ? FALLBACK_NAME : name.trim();
    if (fileName.length > NAME_MAX_CHARACTERS || /\p{Cc}/u.test(fileName)) {
      const message = `A file's name must have 1 to ${NAME_MAX_CHARACTERS} characters, and no control characters.`;
      throw new AppError('invalid', 'media_name_invalid', message);
    }
    const data = await readAll(fileName, source);
    if (data.length === 0) throw new AppError('invalid', 'media_empty', `The file "${fileName}" is empty.`);
    const contentType = mediaTypeOf(data);
    if (contentType === undefined) {
      const message = `"${fileName}" is, by its bytes, none of what the provider takes: ${Object.values(MEDIA_TYPES).join(', ')}.`;
      throw new AppError('unsupported_media_type', 'media_type_unsupported', message);
    }
    return { sha256: createHash('sha256').update(data).digest(), fileName, contentType, data };
  }

  /** All or none. @throws AppError invalid `media_missing`, `media_too_many` */
  async store(files: readonly NewMedium[]): Promise<StoredMedium[]> {
    if (files.length === 0) throw new AppError('invalid', 'media_missing', 'The form has no file part.');
    if (files.length > MAX_UPLOAD_FILES) throw tooMany();
    return this.database.transaction(async (tx) => {
      const stored: StoredMedium[] = [];
      for (const file of files) {
        const { id, isNew } = await this.media.insert(tx, file, this.clock.now());
        const [medium] = await this.media.find([id], tx);
        if (medium !== undefined) stored.push({ medium, isNew });
      }
      return stored;
    });
  }

  /** @throws AppError not_found `media_not_found` */
  async get(id: number): Promise<Medium> {
    const [medium] = await this.media.find([id]);
    if (medium === undefined) throw notFound(id);
    return medium;
  }

  /** @throws AppError not_found `media_not_found` */
  async file(id: number): Promise<MediumFile> {
    const file = await this.media.file(id);
    if (file === undefined) throw notFound(id);
    return file;
  }

  /** Newest first. @param before id of the last one of the page before */
  async list(limit: number, before?: number): Promise<Medium[]> {
    return this.media.list(limit, before);
  }

  /** @throws AppError not_found `media_not_found`; conflict `media_in_use` */
  async delete(id: number): Promise<void> {
    try {
      if (!(await this.media.delete(id))) throw notFound(id);
    } catch (error) {
      if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error;
      const { campaigns } = await this.get(id);
      const message = `Medium ${id} goes with campaigns that have not ended: ${campaigns.join(', ')}. Cancel or change them first.`;
      throw new AppError('conflict', 'media_in_use', message, { cause: error });
    }
  }

  /** What is wrong with the library's media of one message: unknown ones, or too much in all. */
  async faultsOf(ids: readonly number[]): Promise<Fault[]> {
    if (ids.length === 0) return [];
    const field = 'content.media';
    const found = await this.media.find(ids);
    const unknown = ids.filter((id) => !found.some((medium) => medium.id === id));
    if (unknown.length > 0) {
      return [
        {
          code: 'media_not_found',
          field,
          message: `names ${unknown.join(', ')}, which the media library does not have`,
        },
      ];
    }
    const bytes = found.reduce((sum, medium) => sum + medium.bytes, 0);
    if (bytes <= MAX_MESSAGE_BYTES) return [];
    const message = `have ${bytes} bytes in all; the provider takes at most ${MAX_MESSAGE_BYTES} in one message`;
    return [{ code: 'media_too_large', field, message }];
  }
}

async function readAll(name: string, source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > MAX_MEDIUM_BYTES) {
        const message = `"${name}" is larger than the ${MAX_MEDIUM_BYTES} bytes that the provider takes.`;
        throw new AppError('too_large', 'media_too_large', message);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = 'The upload broke off before its end. Send the file again.';
    throw new AppError('invalid', 'upload_incomplete', message, { cause: error });
  }
  return Buffer.concat(chunks);
}

/** Also of a form that was read only to there. */
export function tooMany(): AppError {
  return new AppError('invalid', 'media_too_many', `A form may have ${MAX_UPLOAD_FILES} files at most.`);
}

function notFound(id: number): AppError {
  return new AppError('not_found', 'media_not_found', `There is no medium ${id}.`);
}
