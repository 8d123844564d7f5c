import { MESSAGE_STATES } from '@herald/ledger';
import type { MessageFilter, MessagePage } from '@herald/reporting';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 1_000;
const MAX_SMALLINT = 32_767;

const filter = {
  state: z
    .enum(MESSAGE_STATES)
    .optional()
    .meta({ description: 'The effective state: the message’s own or, before its first callback, its batch’s' }),
  error_code: z.coerce.number().int().min(0).max(MAX_SMALLINT).optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'expected two letters, as in US')
    .optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[1-9]\d{3,14}$/, 'expected a number in E.164 form, as in 14155550101')
    .optional(),
};

export class MessageFilterQuery extends createZodDto(z.strictObject(filter)) {}

export class MessagePageQuery extends createZodDto(
  z.strictObject({
    ...filter,
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

export const message = z.object({
  phone: z.string().meta({ description: 'E.164 digits', example: '14155550101' }),
  state: z.string().meta({ example: 'undelivered' }),
  error_code: z.int().nullable().meta({ example: 80 }),
  error_meaning: z.string().nullable().meta({ example: 'Destination temporarily unavailable' }),
  units: z.int().nullable(),
  total_amount: z.string().nullable().meta({ example: '0.00350' }),
  country: z.string().meta({ example: 'US' }),
  mcc: z.string().nullable(),
  mnc: z.string().nullable(),
  message_uuid: z.uuid().nullable(),
  batch_id: z.string().meta({ example: '42' }),
  attempt: z.int().meta({ description: 'The one its state is of; 1 = the first, more were sent again' }),
  state_at: z.iso.datetime().nullable().meta({ description: 'The provider’s time of the state' }),
});

export class MessagePageDto extends createZodDto(
  z.object({ objects: z.array(message), next_cursor: z.string().nullable() }) satisfies z.ZodType<MessagePage>,
) {}

/** The query as the lib wants it: digits without `+`, country in capitals. */
export function messageFilterOf(query: MessageFilterQuery): MessageFilter {
  const { state, error_code, country, phone } = query;
  return {
    ...(state === undefined ? {} : { state }),
    ...(error_code === undefined ? {} : { error_code }),
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
    ...(phone === undefined ? {} : { phone: phone.replace('+', '') }),
  };
}
