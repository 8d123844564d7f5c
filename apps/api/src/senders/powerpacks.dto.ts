import type { KnownPowerpack, PowerpackWithPool } from '@herald/senders';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_CHARS = 200;
const text = z.string().max(MAX_CHARS);

const priority = z.strictObject({
  country_iso: text.meta({ example: 'US' }),
  service_type: text.meta({ example: 'SMS' }),
  priority: z.strictObject({
    priority1: text.meta({ example: 'shortcode' }),
    priority2: text.meta({ example: 'longcode' }),
    priority3: text.meta({ example: 'tollfree' }),
  }),
});
const content = {
  sticky_sender: z
    .boolean()
    .optional()
    .meta({ description: 'The same destination always gets the same number; default true' }),
  local_connect: z
    .boolean()
    .optional()
    .meta({ description: 'Numbers of the destination’s area code first; default true' }),
  application_type: z.enum(['xml', 'phlo']).optional(),
  application_id: text.optional().meta({ description: 'or none' }),
  number_priority: z
    .array(priority)
    .optional()
    .meta({ description: 'What is chosen first, by country (US, CA) and service (SMS, MMS)' }),
};

export class CreatePowerpackDto extends createZodDto(
  z.strictObject({ name: text.meta({ description: 'Unique in the account', example: 'spring' }), ...content }),
) {}

export class UpdatePowerpackDto extends createZodDto(z.strictObject({ name: text.optional(), ...content })) {}

export class AddPoolNumberDto extends createZodDto(
  z.strictObject({
    number: text.meta({ description: 'Long code or toll-free number, E.164', example: '+14155550100' }),
    service: z.enum(['sms', 'mms']).default('sms').meta({ description: 'mms: it can send MMS too' }),
  }),
) {}

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

export class RemovePoolNumberQuery extends createZodDto(
  z.strictObject({ unrent: flag.meta({ description: 'Gives the number up as well, which cannot be undone' }) }),
) {}

export class RemovePowerpackQuery extends createZodDto(
  z.strictObject({
    unrent_numbers: flag.meta({ description: 'Gives its numbers up as well, which cannot be undone' }),
  }),
) {}

const powerpack = z.object({
  uuid: z.string(),
  name: z.string(),
  sticky_sender: z.boolean(),
  local_connect: z.boolean(),
  application_type: z.string().nullable(),
  application_id: z.string().nullable(),
  number_pool_uuid: z.string().nullable(),
  number_priority: z.array(
    z.object({
      country_iso: z.string(),
      service_type: z.string(),
      priority: z.object({ priority1: z.string(), priority2: z.string(), priority3: z.string() }),
    }),
  ),
  state: z.enum(['active', 'gone']),
  created_on: z.iso.datetime().nullable(),
  version: z.int().meta({ description: 'Also the ETag; a change of the pool raises it too' }),
  synced_at: z.iso.datetime().meta({ description: 'When the provider showed it so' }),
});
const member = z.object({
  sender: z.string(),
  type: z.enum(['number', 'short_code', 'toll_free']),
  country: z.string().nullable(),
  mms: z.boolean(),
  added_on: z.iso.datetime().nullable(),
});

export class PowerpacksDto extends createZodDto(z.object({ objects: z.array(powerpack) })) {}

export class PowerpackDto extends createZodDto(powerpack.extend({ pool: z.array(member) })) {}

export function powerpackBody(found: KnownPowerpack) {
  return {
    ...found,
    created_on: found.created_on?.toISOString() ?? null,
    synced_at: found.synced_at.toISOString(),
  };
}

export function powerpackWithPoolBody({ pool, ...found }: PowerpackWithPool) {
  return {
    ...powerpackBody(found),
    pool: pool.map((each) => ({ ...each, added_on: each.added_on?.toISOString() ?? null })),
  };
}
