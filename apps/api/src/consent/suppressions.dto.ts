import { type Scope, SCOPES, type Suppression, type SuppressionFilter } from '@herald/consent';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 1_000;
const MAX_PHONES = 10_000;
const MAX_REASON_CHARS = 200;
const MAX_PHONE_CHARS = 32;
const MAX_CURSOR_CHARS = 1_000;

const CAUSES = ['review', 'error_code', 'keyword', 'operator'] as const;

const phone = z
  .string()
  .max(MAX_PHONE_CHARS)
  .meta({ description: 'E.164, with or without +', example: '+14155550101' });
const words = z.string().trim().min(1).max(MAX_REASON_CHARS);
const scope = z.enum(SCOPES).meta({ description: 'How far it reaches' });
const key = z.string().max(MAX_REASON_CHARS).meta({
  description:
    'Empty for everything; else the brand’s id, the 10DLC campaign’s id, a Powerpack’s uuid or a src, our own number',
});
const grounds = {
  reason: words.default('manual').meta({ example: 'asked by phone' }),
  source: words.default('api').meta({ example: 'crm' }),
};

export class AddSuppressionsDto extends createZodDto(
  z
    .strictObject({
      phone: phone.optional(),
      phones: z.array(phone).min(1).max(MAX_PHONES).optional(),
      scope: scope.default('everything'),
      key: key.default(''),
      ...grounds,
    })
    .refine((body) => (body.phone === undefined) !== (body.phones === undefined), 'give either phone or phones'),
) {}

const filter = { scope: scope.optional(), key: key.optional(), cause: z.enum(CAUSES).optional() };

/** For an answer with all that fit. */
export class SuppressionFilterQuery extends createZodDto(z.strictObject(filter)) {}

export class SuppressionQuery extends createZodDto(
  z.strictObject({
    ...filter,
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
    cursor: z.string().max(MAX_CURSOR_CHARS).optional(),
  }),
) {}

export class RemoveSuppressionQuery extends createZodDto(
  z
    .strictObject({ scope: scope.optional(), key: key.optional(), ...grounds })
    .refine((query) => query.scope !== undefined || query.key === undefined, 'key needs its scope'),
) {}

export class ImportSuppressionsQuery extends createZodDto(
  z.strictObject({ reason: words.default('imported'), source: words.default('import') }),
) {}

export class SuppressionsImportedDto extends createZodDto(
  z.object({
    rows: z.int(),
    added: z.int(),
    known: z.int(),
    rejected: z.int(),
    rejects: z
      .array(z.object({ row: z.int(), code: z.string(), message: z.string() }))
      .meta({ description: 'The first hundred; row 1 is the first after the header' }),
  }),
) {}

export class SuppressionsAddedDto extends createZodDto(
  z.object({
    added: z.int(),
    known: z.int().meta({ description: 'Suppressed before: an operator’s reason and time stay' }),
  }),
) {}

const suppression = z.object({
  phone: z.string().meta({ description: 'E.164 digits', example: '14155550101' }),
  scope,
  key,
  cause: z
    .enum(CAUSES)
    .meta({ description: 'What only an operator said, only an operator lifts; the others also end by an opt-in' }),
  reason: z.string(),
  source: z.string(),
  created_at: z.iso.datetime(),
});

export class SuppressionDto extends createZodDto(
  suppression.extend({ others: z.array(suppression).meta({ description: 'Narrower ones of the same number' }) }),
) {}

export class SuppressionPageDto extends createZodDto(
  z.object({ objects: z.array(suppression), next_cursor: z.string().nullable() }),
) {}

export function suppressionBody(found: Suppression) {
  return { ...found, created_at: found.created_at.toISOString() };
}

export function filterOf({ scope, key, cause }: SuppressionFilterQuery): SuppressionFilter {
  return { ...(scope === undefined ? {} : { scope }), ...(key === undefined ? {} : { key }), cause };
}

export function whereOf({ scope, key }: { scope?: Scope | undefined; key?: string | undefined }) {
  return scope === undefined ? undefined : { scope, key: key ?? '' };
}
