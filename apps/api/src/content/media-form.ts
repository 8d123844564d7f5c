import { MAX_UPLOAD_FILES, MediaLibrary, type NewMedium, tooMany } from '@herald/content';
import { AppError } from '@herald/kernel';
import type { FastifyRequest } from 'fastify';

/**
 * The files of a form, each read and checked as it comes in; the first that is wrong ends the reading.
 *
 * @throws AppError `upload_type_unsupported`, `media_too_many`, and as `MediaLibrary.read`
 */
export async function filesOf(request: FastifyRequest, library: MediaLibrary): Promise<NewMedium[]> {
  if (!request.isMultipart()) {
    const message = 'Send the files as parts of a multipart/form-data form.';
    throw new AppError('unsupported_media_type', 'upload_type_unsupported', message);
  }
  const files: NewMedium[] = [];
  for await (const part of request.parts({ limits: { files: MAX_UPLOAD_FILES + 1 } })) {
    if (part.type !== 'file') continue;
    if (files.length === MAX_UPLOAD_FILES) throw tooMany();
    files.push(await library.read(part.filename, part.file));
  }
  return files;
}
