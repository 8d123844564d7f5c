import { z } from 'zod';

import { identifier, some, someNumber, someText } from '../answer-reader';
import { pageMeta } from '../pages';

/** A file to upload: JPG, PNG, MP4, GIF, PDF, text; 2 MB at most. */
export interface MediaFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export const media = z.looseObject({
  /** Of a file by itself, not in a list. */
  api_id: someText,
  media_id: identifier,
  content_type: someText,
  file_name: someText,
  /** What a message's `media_urls` name. */
  media_url: someText,
  /** Bytes. */
  size: someNumber,
  /** Unused media are deleted six hours later. */
  upload_time: someText,
});
export type Media = z.infer<typeof media>;

/** One of the files of an upload; a refused one may lack its id. */
const uploadedMedia = media.extend({
  media_id: someText,
  /** `success`, or what went wrong. */
  status: someText,
  /** 201 for a file that was taken. */
  status_code: someNumber,
  error_message: someText,
});
export type UploadedMedia = z.infer<typeof uploadedMedia>;

export const mediaUpload = z.looseObject({ api_id: someText, objects: z.array(uploadedMedia) });
export type MediaUpload = z.infer<typeof mediaUpload>;

export const mediaPage = z.looseObject({ api_id: someText, meta: some(pageMeta), objects: z.array(media) });
export type MediaPage = z.infer<typeof mediaPage>;

/** The files of one sent or received message. */
export const messageMedia = z.looseObject({
  api_id: someText,
  objects: z.array(media.extend({ message_uuid: someText })),
});
export type MessageMedia = z.infer<typeof messageMedia>;
