import { type KnownSender, SENDER_STATES, SENDER_TYPES, type SenderProblem } from '@herald/senders';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { countryCode } from '../audience/lists.dto';

const MAX_PAGE = 200;
const MAX_SENDER_CHARS = 40;
const MAX_NOTE_CHARS = 500;
const CHANNELS = ['sms', 'mms', 'whatsapp'] as const;

const text = z.string().max(MAX_SENDER_CHARS);
const content = {
  country: countryCode.optional().meta({
    description: 'Where the number is of, ISO 3166 alpha-2; for North American numbers US when left out',
    example: 'US',
  }),
  sms: z.boolean().optional(),
  mms: z.boolean().optional(),
  whatsapp: z.boolean().optional(),
  note: z.string().max(MAX_NOTE_CHARS).optional(),
};

export class CreateSenderDto extends createZodDto(
  z.strictObject({
    sender: text.min(1).meta({ description: 'Number, short code or sender name', example: '+14155550100' }),
    type: z
      .enum(['number', 'short_code', 'toll_free', 'alphanumeric', 'whatsapp'])
      .optional()
      .meta({ description: 'By its shape when left out' }),
    ...content,
  }),
) {}

export class UpdateSenderDto extends createZodDto(
  z.strictObject({
    ...content,
    state: z.enum(['active', 'disabled']).optional().meta({ description: 'disabled: no campaign is launched from it' }),
  }),
) {}

export class SenderQuery extends createZodDto(
  z.strictObject({
    type: z.enum(SENDER_TYPES).optional(),
    state: z.enum(SENDER_STATES).optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: text.optional(),
  }),
) {}

export class SenderCheckQuery extends createZodDto(
  z.strictObject({
    channel: z.enum(CHANNELS).default('sms'),
    countries: z
      .string()
      .regex(/^[A-Za-z]{2}(,[A-Za-z]{2})*$/, 'expected ISO 3166 two-letter codes with commas, as in US,CA')
      .optional()
      .meta({ description: 'Destinations; left out: only what does not depend on them is checked', example: 'US,CA' }),
  }),
) {}

const sender = z.object({
  sender: z.string().meta({ description: 'Digits, sender name, or Powerpack', example: '14155550100' }),
  type: z.enum(SENDER_TYPES),
  country: z.string().nullable(),
  sms: z.boolean(),
  mms: z.boolean(),
  whatsapp: z.boolean(),
  state: z.enum(SENDER_STATES),
  note: z.string(),
  source: z.enum(['operator', 'provider']).meta({ description: 'operator: no sync overwrites it' }),
  version: z.int().meta({ description: 'Also the ETag' }),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export class SenderDto extends createZodDto(sender) {}

export class SenderWithPoolsDto extends createZodDto(
  sender.extend({ powerpacks: z.array(z.string()).meta({ description: 'Whose pools it is in' }) }),
) {}

export class SenderPageDto extends createZodDto(
  z.object({ objects: z.array(sender), next_cursor: z.string().nullable() }),
) {}

const senderProblem = z.object({
  severity: z.enum(['error', 'warning']).meta({ description: 'error: launch refuses' }),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  field: z.string().meta({ description: 'Of the campaign' }),
});

export class SenderProblemsDto extends createZodDto(z.object({ problems: z.array(senderProblem) })) {}

export function problemsBody(problems: readonly SenderProblem[]) {
  return { problems };
}

export function senderBody(found: KnownSender) {
  return { ...found, created_at: found.created_at.toISOString(), updated_at: found.updated_at.toISOString() };
}
