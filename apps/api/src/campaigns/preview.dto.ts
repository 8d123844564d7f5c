import { MESSAGE_TYPES } from '@herald/provider';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { contentSchema } from './content.dto';

const MOST = 100;

export class PreviewQueryDto extends createZodDto(
  z.strictObject({ limit: z.int().min(1).max(MOST).default(10) }).prefault({}),
) {}

export class PreviewDto extends createZodDto(
  z.object({
    objects: z.array(
      z.object({
        to: z.string().meta({ description: 'E.164 digits' }),
        country: z.string(),
        type: z.enum(MESSAGE_TYPES).meta({ description: 'sms where an MMS cannot go' }),
        text: z.string(),
        content: contentSchema.pick({ template: true, interactive: true, location: true, dlt: true }).nullable(),
        media: z.array(z.union([z.int(), z.string()])),
        encoding: z.enum(['gsm7', 'ucs2']),
        units: z.int(),
        held_back: z
          .object({ code: z.string(), message: z.string() })
          .nullable()
          .meta({ description: 'Why nothing will be sent: mms_country, parameter_missing, text_too_long …' }),
      }),
    ),
  }),
) {}
