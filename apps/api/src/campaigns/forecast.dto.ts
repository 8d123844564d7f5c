import type { ForecastService } from '@herald/campaigns';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const count = z.int();
const money = z.object({
  amount: z.string().meta({ description: 'Decimal', example: '5500.00000' }),
  currency: z.string(),
});
const problem = z.object({ code: z.string(), message: z.string(), remedy: z.string() });
const lane = z.object({ kind: z.string(), key: z.string() });

export class ForecastDto extends createZodDto(
  z.object({
    campaign_id: z.int(),
    contacts: count,
    held_back: z.array(z.object({ code: z.string(), message: z.string(), messages: z.int() })).meta({
      description: 'Recipients that nothing will be sent to: mms_country, parameter_missing',
    }),
    suppressed: count,
    messages: count,
    units: count.meta({ description: 'Billable parts, estimated' }),
    requests: count.meta({ description: 'Batches: one request to the provider each' }),
    cost: z.array(money).meta({ description: 'By currency; countries without a price are not in it' }),
    countries: z.array(
      z.object({ country: z.string(), messages: count, units: count, requests: count, cost: money.nullable() }),
    ),
    starts_at: z.iso.datetime(),
    finishes_at: z.iso.datetime().meta({ description: 'When the last message leaves the provider’s queue' }),
    seconds: count,
    lanes: z
      .array(
        lane.extend({
          units_per_second: z.number().meta({ description: 'Requests for account_requests' }),
          units: count,
          units_ahead: count.meta({ description: 'Of other campaigns that go first' }),
          seconds: count.meta({ description: 'Until all of it is through this lane, were it the only one' }),
          held: z.boolean(),
        }),
      )
      .meta({ description: 'Those that limit, slowest first' }),
    bottleneck: lane.nullable(),
    would_expire: z.object({ posted_at_once: count, fed: count }).meta({
      description: 'Messages that expire in the provider’s queue: if all were posted at once, and as Herald feeds them',
    }),
    problems: z.array(problem).meta({
      description:
        'Launch refuses: deadline_crossed, expiry_crossed, and what is wrong with the sender (see docs/api.md)',
    }),
    warnings: z.array(problem).meta({
      description:
        'lane_held, price_missing, import_open, no_recipients, sender_unknown, pool_partly_usable, daily_cap_short',
    }),
  }),
) {}

export function forecastBody(forecast: Awaited<ReturnType<ForecastService['of']>>) {
  return {
    ...forecast,
    starts_at: forecast.starts_at.toISOString(),
    finishes_at: forecast.finishes_at.toISOString(),
  };
}
