import type { Rebuilt } from '@herald/ledger';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

export class RebuildQuery extends createZodDto(
  z.object({
    check: z.enum(['true', 'false']).default('false').meta({ description: '`true`: compare, and write nothing' }),
  }),
) {}

export class RebuiltDto extends createZodDto(
  z.object({
    campaign_id: z.int(),
    ok: z.boolean().meta({ description: 'Whether the ledger was right: no difference anywhere' }),
    mended: z.boolean().meta({ description: 'Whether what differed was written anew' }),
    messages: z.int().meta({ description: 'Messages compared', example: 20_000 }),
    events: z.int().meta({ description: 'Facts read from the log', example: 61_000 }),
    differences: z.array(
      z.object({
        name: z.enum(['messages', 'lost_messages', 'strange_messages', 'batches', 'rollups', 'minutes']),
        rows: z.int(),
        detail: z.string().meta({ description: 'What is compared and, where it differs, a few of the rows' }),
      }),
    ),
  }) satisfies z.ZodType<Rebuilt>,
) {}
