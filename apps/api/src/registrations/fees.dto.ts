import type { Fee } from '@herald/senders';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const fee = z.object({
  item: z.string().meta({ example: 'campaign_update' }),
  amount: z.string().nullable().meta({ description: 'US dollars; null: not known', example: '15.00' }),
  source: z.string().nullable().meta({ description: 'Who says so' }),
  updated_at: z.iso.datetime().nullable(),
});

export class FeeDto extends createZodDto(fee) {}
export class FeesDto extends createZodDto(z.object({ objects: z.array(fee) })) {}
export class PutFeeDto extends createZodDto(
  z.strictObject({
    amount: z.string().max(20).meta({ description: 'US dollars', example: '15.00' }),
    source: z.string().trim().min(1).max(200).default('operator').meta({ description: 'Who says so' }),
  }),
) {}

export function feeBody({ updated_at: at, ...rest }: Fee) {
  return { ...rest, updated_at: at?.toISOString() ?? null };
}
