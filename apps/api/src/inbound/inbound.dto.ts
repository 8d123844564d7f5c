import type { InboundFilter, InboundPage, InboundView, ReplyPage } from '@herald/inbound';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 1_000;
const MAX_NUMBER_CHARS = 32;
const TYPES = ['sms', 'mms', 'whatsapp'] as const;
const MEANINGS = ['opted_out', 'opted_in', 'help', 'review', 'none'] as const;

const filter = {
  from: z
    .string()
    .trim()
    .regex(/^\+?[1-9]\d{3,14}$/, 'expected a number in E.164 form, as in 14155550101')
    .optional()
    .meta({ description: 'The person' }),
  to: z
    .string()
    .trim()
    .max(MAX_NUMBER_CHARS)
    .regex(/^\+?\d+$/, 'expected one of our numbers or short codes, in digits')
    .optional()
    .meta({ description: 'Our number' }),
  type: z.enum(TYPES).optional(),
  meaning: z.enum(MEANINGS).optional().meta({ description: 'What it meant for the person’s consent' }),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: 'Received then or later' }),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: 'Received before' }),
};
const paging = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'expected the next_cursor of the page before')
    .optional(),
};

export class ReplyQuery extends createZodDto(z.strictObject({ ...filter, ...paging })) {}

export class InboundQuery extends createZodDto(
  z.strictObject({
    ...filter,
    campaign_id: z.coerce.number().int().positive().optional().meta({ description: 'The campaign it answers' }),
    ...paging,
  }),
) {}

const message = z.object({
  id: z.string().meta({ example: '42' }),
  message_uuid: z.string(),
  from: z.string().meta({ description: 'The person, E.164 digits', example: '14155550101' }),
  to: z.string().meta({ description: 'Our number or short code', example: '18885550100' }),
  type: z.enum(TYPES),
  text: z.string(),
  media: z.array(z.string()).meta({
    description: 'Where the provider keeps what came with it; fetch and keep what you need, nothing is copied',
  }),
  intent: z
    .enum(['optout', 'optin', 'help'])
    .nullable()
    .meta({ description: 'What the provider took it for; it has then acted and answered by itself' }),
  meaning: z.enum(MEANINGS).meta({ description: 'What Herald took it for; `review`: a person decides' }),
  powerpack_uuid: z.string().nullable(),
  units: z.int().nullable(),
  details: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'WhatsApp: content type, MIME type, button, what it answers to' }),
  campaign_id: z.int().nullable().meta({ description: 'The campaign it answers' }),
  batch_id: z.string().nullable().meta({ description: 'The batch that held that campaign’s message' }),
  received_at: z.iso.datetime(),
  repeats: z.int().meta({ description: 'How often the provider brought it again' }),
  answer: z
    .object({
      kind: z.enum(['opt_out', 'opt_in', 'help']),
      text: z.string(),
      state: z.string().meta({
        description: 'returned (as XML), or waiting | sending | sent | refused | unknown (a message of its own)',
        example: 'returned',
      }),
      error: z.string().nullable(),
    })
    .nullable()
    .meta({ description: 'What Herald answered by itself' }),
}) satisfies z.ZodType<InboundView>;

export class InboundDto extends createZodDto(message) {}

const page = { objects: z.array(message), next_cursor: z.string().nullable() };

export class InboundPageDto extends createZodDto(z.object(page) satisfies z.ZodType<InboundPage>) {}

const count = z.int().min(0);

export class ReplyPageDto extends createZodDto(
  z.object({
    replies: count.meta({ description: 'All replies to the campaign' }),
    meanings: z.object({ opted_out: count, opted_in: count, help: count, review: count, none: count }),
    ...page,
  }) satisfies z.ZodType<ReplyPage>,
) {}

/** The query as the lib wants it. */
export function inboundFilterOf(query: Omit<InboundQuery, 'limit' | 'cursor'>): InboundFilter {
  const { from, to, since, until, type, meaning, campaign_id } = query;
  return {
    ...(from === undefined ? {} : { from: from.replace('+', '') }),
    ...(to === undefined ? {} : { to: to.replace('+', '') }),
    ...(type === undefined ? {} : { type }),
    ...(meaning === undefined ? {} : { meaning }),
    ...(campaign_id === undefined ? {} : { campaign_id }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}
