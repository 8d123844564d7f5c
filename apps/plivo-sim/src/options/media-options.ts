import { z } from 'zod';

const SIX_HOURS_MS = 21_600_000;

/** Uploads and what of them a message may carry. */
export const mediaOptions = z
  .strictObject({
    unused_ttl_ms: z.number().min(0).default(SIX_HOURS_MS),
    max_bytes: z
      .number()
      .int()
      .positive()
      .default(2 * 1024 * 1024),
    max_files: z.number().int().positive().default(10),
    mms_max_bytes: z
      .number()
      .int()
      .positive()
      .default(5 * 1024 * 1024),
    content_types: z
      .array(z.string().min(1))
      .default([
        'image/jpeg',
        'image/png',
        'image/gif',
        'video/mp4',
        'image/x-xcf',
        'application/pdf',
        'text/plain',
        'text/vcard',
      ]),
    base_url: z.url().nullable().default(null),
  })
  .prefault({});
