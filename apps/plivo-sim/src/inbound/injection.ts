import { AppError } from '@herald/kernel';
import { z } from 'zod';

import { parseDestination } from '../message/destinations';

const ANY_NUMBER = { minDigits: 5, maxDigits: 15 };
const MOST_MEDIA = 10;
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_AT_ONCE = 1_000_000;

/** A phone number in any of the provider's spellings, as digits. */
const phone = z.string().transform((text, context) => {
  const number = parseDestination(text, ANY_NUMBER);
  if (number !== undefined) return number;
  context.addIssue({ code: 'custom', message: `must be a phone number as a string (was "${text}")` });
  return z.NEVER;
});

/** One of the account's own numbers or short codes, as digits. */
const ownNumber = z
  .string()
  .transform((text) => text.replace(/[^\d]/g, ''))
  .pipe(z.string().min(3, 'must be a number of the account as a string'));

const base64 = z.base64('must be base64');

const media = z.union([
  z.url(),
  z.strictObject({
    content_type: z.string().min(1).default('image/jpeg'),
    file_name: z.string().min(1).default('inbound'),
    /** Made-up content of this size, unless `content` brings its own. */
    size: z.number().int().min(1).max(MOST_BYTES).default(1024),
    content: base64.optional(),
  }),
]);

const messageFields = {
  to: ownNumber,
  type: z.enum(['sms', 'mms', 'whatsapp']).default('sms'),
  media: z.array(media).max(MOST_MEDIA).default([]),
  button: z.strictObject({ Text: z.string(), Payload: z.string() }).nullable().default(null),
  context_id: z.string().nullable().default(null),
  forged: z.boolean().default(false),
  /** How many times the same webhook comes in all. */
  times: z.number().int().min(1).max(10).default(1),
};

const injection = z.strictObject({ from: phone, text: z.string().default(''), ...messageFields });

const bulkInjection = z.strictObject({
  from: z
    .array(phone)
    .min(1)
    .max(MOST_AT_ONCE)
    .or(z.strictObject({ first: phone, count: z.number().int().min(1).max(MOST_AT_ONCE) })),
  texts: z.array(z.string()).min(1),
  /** Real milliseconds over which they come, each at a moment of its own. */
  within_ms: z.number().min(0).max(3_600_000).default(0),
  ...messageFields,
});

export type Injection = z.output<typeof injection>;
export type BulkInjection = z.output<typeof bulkInjection>;
export type InjectedMedia = Injection['media'][number];

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`);
  throw new AppError('invalid', 'invalid_request', faults.join('; '));
}

/** Reads the body of `POST /_sim/inbound`. Throws AppError `invalid_request` naming what is wrong. */
export function readInjection(body: unknown): Injection {
  const message = read(injection, body);
  if (message.type === 'sms' && message.media.length > 0) {
    throw new AppError('invalid', 'invalid_request', 'media: only with type mms or whatsapp');
  }
  return message;
}

/** Reads the body of `POST /_sim/inbound/bulk`. Throws as {@link readInjection}. */
export function readBulkInjection(body: unknown): BulkInjection {
  return read(bulkInjection, body);
}
