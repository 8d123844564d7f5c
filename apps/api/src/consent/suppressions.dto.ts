import type { Suppression } from '@herald/consent';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 1_000;
const MAX_PHONES = 10_000;
const MAX_REASON_CHARS = 200;
const MAX_PHONE_CHARS = 32;

const phone = z
  .string()
  .max(MAX_PHONE_CHARS)
  .meta({ description: 'E.164, with or without +', example: '+14155550101' });
const words = z.string().trim().min(1).max(MAX_REASON_CHARS);

export class AddSuppressionsDto extends createZodDto(
  z
    .strictObject({
      phone: phone.optional(),
      phones: z.array(phone).min(1).max(MAX_PHONES).optional(),
      reason: words.default('manual').meta({ example: 'asked by phone' }),
      source: words.default('api').meta({ example: 'crm' }),
    })
    .refine((body) => (body.phone === undefined) !== (body.phones === undefined), 'give either phone or phones'),
) {}

export class SuppressionQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
    cursor: z
      .string()
      .regex(/^[1-9]\d{6,14}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

export class SuppressionsAddedDto extends createZodDto(
  z.object({
    added: z.int(),
    known: z.int().meta({ description: 'Suppressed before: their reason and time stay' }),
  }),
) {}

const suppression = z.object({
  phone: z.string().meta({ description: 'E.164 digits', example: '14155550101' }),
  reason: z.string(),
  source: z.string(),
  created_at: z.iso.datetime(),
});

export class SuppressionDto extends createZodDto(suppression) {}

export class SuppressionPageDto extends createZodDto(
  z.object({ objects: z.array(suppression), next_cursor: z.string().nullable() }),
) {}

export function suppressionBody(found: Suppression) {
  return { ...found, created_at: found.created_at.toISOString() };
}
