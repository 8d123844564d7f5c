import type { WebhookDay, WebhookPage } from '@herald/inbound';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 1_000;
const MAX_DAYS = 366;
const kind = z.enum(['inbound', '10dlc', 'tollfree']);
const count = z.int().min(0);

export class WebhookQuery extends createZodDto(
  z.strictObject({
    kind: kind.optional(),
    state: z
      .enum(['waiting', 'failed', 'handled'])
      .optional()
      .meta({ description: 'waiting: not applied yet; failed: it could not be applied; handled: done with' }),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
    cursor: z
      .string()
      .regex(/^\d{1,18}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

export class WebhookStatsQuery extends createZodDto(
  z.strictObject({ days: z.coerce.number().int().min(1).max(MAX_DAYS).default(7) }),
) {}

const webhook = z.object({
  id: z.string().meta({ example: '42' }),
  kind: kind.meta({ description: 'inbound: a signed request that could not be read as a message' }),
  received_at: z.iso.datetime(),
  payload: z.record(z.string(), z.unknown()).meta({ description: 'As it came', example: { event: 'brand' } }),
  repeats: count.meta({ description: 'How often the provider brought it again' }),
  handled_at: z.iso.datetime().nullable(),
  error: z.string().nullable().meta({ description: 'Why it could not be applied' }),
});

export class WebhookPageDto extends createZodDto(
  z.object({ objects: z.array(webhook), next_cursor: z.string().nullable() }) satisfies z.ZodType<WebhookPage>,
) {}

const day = z.object({
  day: z.iso.date().meta({ description: 'UTC', example: '2026-03-01' }),
  kind,
  outcomes: z.object({
    stored: count,
    repeated: count.meta({ description: 'Brought again by the provider' }),
    forged: count.meta({ description: 'Refused: the signature is wrong' }),
    unsigned: count.meta({ description: 'Refused: no signature' }),
    malformed: count.meta({ description: 'Not understood' }),
  }),
}) satisfies z.ZodType<WebhookDay>;

export class WebhookStatsDto extends createZodDto(z.object({ objects: z.array(day) })) {}
