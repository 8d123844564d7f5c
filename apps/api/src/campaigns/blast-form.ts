import { type StoredFile, ImportService } from '@herald/audience';
import { BlastService, type CheckedBlast } from '@herald/campaigns';
import { AppError } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { importOptionsSchema, uploadOptions, type UploadOptions } from '../audience/imports.dto';
import { describeIssues } from '../http/describe-issues';
import { blastCampaignSchema } from './campaigns.dto';

export interface BlastForm extends UploadOptions {
  readonly blast: CheckedBlast;
  readonly file: StoredFile;
}

/**
 * Reads the form of a blast: part `campaign` (JSON) first, so that it is checked before a gigabyte is taken; then `import`
 * (JSON options, if any) and `file`, in either order.
 */
@Injectable()
export class BlastForms {
  constructor(
    private readonly blasts: BlastService,
    private readonly imports: ImportService,
  ) {}

  /**
   * Stores the file; the caller discards it when it is not used.
   *
   * @throws AppError `upload_type_unsupported`, `campaign_part_first`, `campaign_invalid`, `import_invalid`, `file_missing`, what
   * `BlastService.check` and `ImportService.store` throw
   */
  async receive(request: FastifyRequest): Promise<BlastForm> {
    if (!request.isMultipart()) {
      const message = 'Send a multipart/form-data form with the parts campaign (JSON) and file (CSV).';
      throw new AppError('unsupported_media_type', 'upload_type_unsupported', message);
    }
    let blast: CheckedBlast | undefined;
    let file: StoredFile | undefined;
    let upload: UploadOptions = { options: {}, fileName: undefined };
    let sentName: string | undefined;
    try {
      for await (const part of request.parts()) {
        if (part.fieldname === 'campaign' && part.type === 'field') {
          blast = await this.blasts.check(readPart(part.value, 'campaign', blastCampaignSchema));
        } else if (blast === undefined) {
          throw campaignPartFirst(part.fieldname);
        } else if (part.type === 'file') {
          file = await this.imports.store(part.file);
          sentName = part.filename === '' ? undefined : part.filename;
        } else if (part.fieldname === 'import') {
          upload = uploadOptions(readPart(part.value, 'import', importOptionsSchema));
        }
      }
      if (blast === undefined) throw campaignPartFirst(undefined);
      if (file === undefined) throw new AppError('invalid', 'file_missing', 'The form has no file part.');
    } catch (error) {
      if (file !== undefined) await this.imports.discard(file);
      throw error;
    }
    return { blast, file, options: upload.options, fileName: upload.fileName ?? sentName };
  }
}

function campaignPartFirst(found: string | undefined): AppError {
  const instead = found === undefined ? 'there is none' : `"${found}" came instead`;
  const message = `The first part of the form must be the field "campaign", as JSON and without a file name; ${instead}.`;
  return new AppError('invalid', 'campaign_part_first', message);
}

function readPart<Schema extends z.ZodType>(part: unknown, name: string, schema: Schema): z.output<Schema> {
  // A part that declares itself application/json was parsed already.
  const value = typeof part === 'string' ? parseJson(part, name) : part;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid', `${name}_invalid`, `The part "${name}" is wrong.`, {
    details: describeIssues(parsed.error.issues, value),
  });
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', `${name}_invalid`, `The part "${name}" is not JSON.`, { cause });
  }
}
