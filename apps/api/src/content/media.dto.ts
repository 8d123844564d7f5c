import type { CopyState, Medium, StoredMedium } from '@herald/content';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 200;

const mediumSchema = z.object({
  id: z.int().meta({ example: 3, description: 'What a campaign’s content.media names' }),
  file_name: z.string().meta({ example: 'spring.jpg' }),
  content_type: z.string().meta({ description: 'By its bytes', example: 'image/jpeg' }),
  bytes: z.int(),
  sha256: z.string(),
  campaigns: z
    .array(z.int())
    .meta({ description: 'That it goes with and that have not ended: it cannot be deleted before' }),
  provider_until: z.iso.datetime().nullable().meta({
    description: 'Until when the provider keeps its copy, should it stay unused; it is uploaded again when needed',
  }),
  created_at: z.iso.datetime(),
});

export class MediumDto extends createZodDto(mediumSchema) {}

export class MediumCheckDto extends createZodDto(
  mediumSchema.extend({
    copy: z.enum(['none', 'there', 'gone'] satisfies CopyState[]).meta({
      description:
        '`none`: Herald knows of no copy at the provider. `there`: kept until `provider_until`, or for good once a message used it. `gone`: it was deleted there',
    }),
  }),
) {}

export class MediaUploadDto extends createZodDto(
  z.object({
    objects: z.array(
      mediumSchema.extend({ is_new: z.boolean().meta({ description: 'False: the same bytes were there already' }) }),
    ),
  }),
) {}

export class MediaPageDto extends createZodDto(
  z.object({ objects: z.array(mediumSchema), next_cursor: z.string().nullable() }),
) {}

export class MediaQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

export function mediumBody(medium: Medium) {
  return {
    ...medium,
    provider_until: medium.provider_until?.toISOString() ?? null,
    created_at: medium.created_at.toISOString(),
  };
}

export function storedBody({ medium, isNew }: StoredMedium) {
  return { ...mediumBody(medium), is_new: isNew };
}
