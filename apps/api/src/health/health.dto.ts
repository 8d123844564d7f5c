import { LANE_KINDS } from '@herald/lanes';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

export class HealthDto extends createZodDto(z.object({ status: z.literal('ok') })) {}

export class ReadyDto extends createZodDto(
  z.object({
    status: z.literal('ok'),
    degraded: z
      .array(z.object({ code: z.string(), lane: z.enum(LANE_KINDS), since: z.iso.datetime() }))
      .optional()
      .meta({ description: 'Lanes that are held: requests are served, but messages wait. See GET /v1/lanes' }),
  }),
) {}
