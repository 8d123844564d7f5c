import { SCOPES } from '@herald/access';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_NAME_CHARS = 100;
const MAX_PAGE = 200;

export class CreateKeyDto extends createZodDto(
  z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(MAX_NAME_CHARS)
      .meta({ description: 'What or who uses it', example: 'shop back end' }),
    scope: z.enum(SCOPES).meta({ description: 'write includes read, admin includes both', example: 'write' }),
  }),
) {}

export class KeyPageQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,10}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

const key = z.object({
  id: z.int().meta({ example: 3 }),
  name: z.string().meta({ example: 'shop back end' }),
  prefix: z.string().meta({ description: 'The first characters of the secret', example: 'hk_Zr5u0f9Q' }),
  scope: z.enum(SCOPES),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable().meta({ description: 'To the minute' }),
  revoked_at: z.iso.datetime().nullable(),
});

export class CreatedKeyDto extends createZodDto(
  key.extend({
    secret: z.string().nullable().meta({
      description: 'Shown this once: only its hash is kept. null in a replayed answer',
      example: 'hk_Zr5u0f9QJmX2sB1vT7cK4nW8yE3aG6hL0pD5iR9oUqA',
    }),
  }),
) {}

export class KeyPageDto extends createZodDto(z.object({ objects: z.array(key), next_cursor: z.string().nullable() })) {}
