import { type Lane, LANE_CHANNELS, LANE_KINDS } from '@herald/lanes';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_WORDS = 200;
const MAX_INT4 = 2_147_483_647;

const words = z.string().trim().min(1).max(MAX_WORDS);
const content = {
  amount: z.number().nullable().meta({
    description:
      'Requests for account_requests and account_concurrency, units for all others; null: no limit of its own',
    example: 15,
  }),
  window_ms: z.int().min(1).max(MAX_INT4).nullable().meta({
    description: 'The time the amount is for; null for account_concurrency',
    example: 1_000,
  }),
  brand: words.nullable().optional().meta({
    description: 'Of a sender: the brand whose lanes its messages to the United States count against too',
  }),
  source: words.optional().meta({ description: 'Where the amount comes from', example: 'agreed with the provider' }),
};
const name = {
  kind: z.enum(LANE_KINDS),
  key: z.string().max(MAX_WORDS).default('').meta({
    description: 'Number, short code, sender name or Powerpack of a sender; brand; ISO country; empty for the account',
    example: '+14155550100',
  }),
  channel: z.enum(LANE_CHANNELS).default('sms'),
};

export class CreateLaneDto extends createZodDto(z.strictObject({ ...name, ...content })) {}

export class UpdateLaneDto extends createZodDto(z.strictObject(content).partial()) {}

export class HoldLaneDto extends createZodDto(
  z.strictObject({ reason: words.meta({ example: 'asked by the carrier' }) }),
) {}

const lane = z.object({
  id: z.int(),
  kind: z.enum(LANE_KINDS),
  key: z.string(),
  channel: z.enum(LANE_CHANNELS),
  amount: z.number().nullable(),
  window_ms: z.int().nullable(),
  brand: z.string().nullable(),
  source: z.string(),
  hold: z
    .object({ code: z.string(), message: z.string(), by: z.string(), at: z.iso.datetime() })
    .nullable()
    .meta({ description: 'Why nothing passes' }),
  version: z.int().meta({ description: 'Also the ETag' }),
  updated_at: z.iso.datetime(),
});

export class LaneDto extends createZodDto(lane) {}

export class LanesDto extends createZodDto(z.object({ objects: z.array(lane) })) {}

export function laneBody({ windowMs, updatedAt, ...rest }: Lane) {
  return { ...rest, window_ms: windowMs, updated_at: updatedAt.toISOString() };
}
