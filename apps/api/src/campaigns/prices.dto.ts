import { MESSAGE_TYPES } from '@herald/provider';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const priceSchema = z.object({
  country: z.string().meta({ example: 'US' }),
  channel: z.enum(MESSAGE_TYPES),
  amount: z.string().meta({ description: 'Of one unit, decimal', example: '0.00550' }),
  currency: z.string().meta({ example: 'USD' }),
  source: z.string().meta({ description: 'Who says so' }),
  updated_at: z.iso.datetime(),
});

export class PriceDto extends createZodDto(priceSchema) {}

export class PriceListDto extends createZodDto(z.object({ objects: z.array(priceSchema) })) {}

export class PutPriceDto extends createZodDto(
  z.strictObject({
    channel: z.enum(MESSAGE_TYPES).optional().meta({ description: 'sms unless given' }),
    amount: z.string().meta({ example: '0.0055' }),
    currency: z.string().optional(),
    source: z.string().optional(),
  }),
) {}

export class PriceQuery extends createZodDto(z.strictObject({ channel: z.enum(MESSAGE_TYPES).default('sms') })) {}
