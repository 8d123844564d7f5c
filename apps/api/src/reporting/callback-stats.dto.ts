import type { CallbackDay } from '@herald/delivery';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_DAYS = 366;
const count = z.int().min(0);

export class CallbackStatsQuery extends createZodDto(
  z.strictObject({ days: z.coerce.number().int().min(1).max(MAX_DAYS).default(7) }),
) {}

const day = z.object({
  day: z.iso.date().meta({ description: 'UTC', example: '2026-03-01' }),
  outcomes: z.object({
    applied: count.meta({ description: 'Changed a message' }),
    unchanged: count.meta({ description: 'Repeated or late: told nothing new' }),
    unknown_status: count.meta({
      description: 'With a status Herald does not know: proves that its batch was accepted, and changes no state',
    }),
    unknown_message: count.meta({ description: 'For a number that the batch does not hold' }),
    unknown_batch: count.meta({ description: 'With a token of no batch of ours' }),
    forged: count.meta({ description: 'Refused: the signature is wrong' }),
    unsigned: count.meta({ description: 'Refused: no signature' }),
    malformed: count.meta({ description: 'Refused: not understood' }),
  }),
}) satisfies z.ZodType<CallbackDay>;

export class CallbackStatsDto extends createZodDto(z.object({ objects: z.array(day) })) {}
