import type { Verification } from '@herald/reporting';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const figure = z.union([z.number(), z.string()]);

export class VerificationDto extends createZodDto(
  z.object({
    campaign_id: z.int(),
    ok: z.boolean().meta({ description: 'Whether every check is' }),
    checks: z.array(
      z.object({
        name: z.string().meta({ example: 'messages_by_state' }),
        ok: z.boolean(),
        expected: figure.meta({ example: 20_000 }),
        actual: figure.meta({ example: 20_000 }),
        detail: z.string().meta({ description: 'What is compared and, where it is off, where to look' }),
      }),
    ),
  }) satisfies z.ZodType<Verification>,
) {}
