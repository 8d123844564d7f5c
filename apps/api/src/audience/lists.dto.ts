import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_NAME_CHARS = 200;
const MAX_PAGE = 200;

/** Any two letters here; whether such a country exists is the lib's to say. */
export const countryCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{2}$/, 'expected an ISO 3166 two-letter code such as US')
  .transform((code) => code.toUpperCase());

export class CreateListDto extends createZodDto(
  z.strictObject({
    name: z.string().trim().min(1).max(MAX_NAME_CHARS).meta({ example: 'Spring customers' }),
    default_country: countryCode.nullish().meta({
      description: 'ISO 3166 alpha-2: whose numbers need no prefix in this list’s imports',
      example: 'US',
    }),
  }),
) {}

export class PageQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

const list = z.object({
  id: z.int().meta({ example: 12 }),
  name: z.string().meta({ example: 'Spring customers' }),
  default_country: z.string().nullable().meta({ example: 'US' }),
  contacts: z.int().meta({ description: 'Distinct numbers in the list', example: 22_452 }),
  created_at: z.iso.datetime(),
});

export class ListDto extends createZodDto(list) {}

export class ListPageDto extends createZodDto(
  z.object({ objects: z.array(list), next_cursor: z.string().nullable() }),
) {}
