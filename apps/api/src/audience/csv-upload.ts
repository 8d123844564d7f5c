import { ImportService, type StoredFile } from '@herald/audience';
import { AppError } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { describeIssues } from '../http/describe-issues';
import { type ImportQuery, importOptionsSchema, uploadOptions, type UploadOptions } from './imports.dto';

export interface CsvUpload extends UploadOptions {
  readonly file: StoredFile;
}

/** Takes the CSV out of a request, whichever way it came, without ever holding it in memory. */
@Injectable()
export class CsvUploads {
  constructor(private readonly imports: ImportService) {}

  /** @throws AppError for the file (ImportService.store), `invalid_options`, `file_missing`, `upload_type_unsupported` */
  async receive(request: FastifyRequest, query: ImportQuery): Promise<CsvUpload> {
    if (request.isMultipart()) return this.fromForm(request, query);
    if (!(request.body instanceof Readable)) {
      throw new AppError(
        'unsupported_media_type',
        'upload_type_unsupported',
        'Send the CSV as the body with Content-Type text/csv, or as a file of a multipart/form-data form.',
      );
    }
    return { file: await this.imports.store(request.body), ...uploadOptions(query) };
  }

  private async fromForm(request: FastifyRequest, query: ImportQuery): Promise<CsvUpload> {
    let file: StoredFile | undefined;
    let given = uploadOptions(query);
    try {
      for await (const part of request.parts()) {
        if (part.type === 'file') {
          file = await this.imports.store(part.file);
          given = { ...given, fileName: given.fileName ?? (part.filename === '' ? undefined : part.filename) };
        } else if (part.fieldname === 'options') {
          const own = readOptions(String(part.value));
          given = { options: { ...given.options, ...own.options }, fileName: own.fileName ?? given.fileName };
        }
      }
    } catch (error) {
      if (file !== undefined) await this.imports.discard(file);
      throw error;
    }
    if (file === undefined) throw new AppError('invalid', 'file_missing', 'The form has no file part.');
    return { file, ...given };
  }
}

function readOptions(text: string): UploadOptions {
  const value = parseJson(text);
  const parsed = importOptionsSchema.safeParse(value);
  if (parsed.success) return uploadOptions(parsed.data);
  throw new AppError('invalid', 'invalid_options', 'The part "options" is wrong.', {
    details: describeIssues(parsed.error.issues, value),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'invalid_options', 'The part "options" is not JSON.', { cause });
  }
}
