import { DIFFERENCE_FIELDS, type Difference, type LookupOutcome } from '@herald/delivery';
import { describeErrorCode, type MessageRecord } from '@herald/provider';
import type { MessageHistory } from '@herald/reporting';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { message } from './messages.dto';

const entry = z.object({
  at: z.iso.datetime().meta({ description: 'Herald’s time' }),
  source: z
    .enum(['callback', 'lookup', 'claim', 'answer', 'timeout'])
    .meta({ description: 'Who told it; `timeout`: a receipt that never came' }),
  batch_id: z.string(),
  state: z.string(),
  error_code: z.int().nullable(),
  state_at: z.iso.datetime().nullable().meta({ description: 'The provider’s time of the state' }),
  units: z.int().nullable(),
});

const history = z.object({
  message,
  sending_at: z.iso.datetime().nullable().meta({ description: 'When the request with it was begun last' }),
  timeline: z.array(entry).meta({
    description: 'Newest first; as far back as CALLBACK_LOG_DAYS keeps the log, 200 at most',
  }),
}) satisfies z.ZodType<MessageHistory>;

const record = z.object({
  message_uuid: z.string(),
  state: z.string().meta({ description: 'In the provider’s words', example: 'undelivered' }),
  from: z.string(),
  to: z.string(),
  units: z.int().nullable(),
  total_amount: z.string().nullable(),
  error_code: z.string().nullable(),
  error_meaning: z.string().nullable(),
  mcc: z.string().nullable(),
  mnc: z.string().nullable(),
  sent_at: z.iso.datetime().nullable().meta({ description: 'When the provider took it' }),
  state_at: z.iso.datetime().nullable(),
  raw: z.record(z.string(), z.unknown()).meta({ description: 'The record whole, in the provider’s names' }),
});

const known = z.union([z.string(), z.number(), z.null()]);
const difference = z.object({
  field: z.enum(DIFFERENCE_FIELDS),
  herald: known,
  provider: known,
}) satisfies z.ZodType<Difference>;

export class MessageHistoryDto extends createZodDto(history) {}

export class MessageLookupDto extends createZodDto(
  history.extend({
    outcome: z.enum(['applied', 'unchanged', 'not_found', 'not_readable'] satisfies LookupOutcome[]).meta({
      description:
        'What the look-up did to the ledger. `not_found`: the provider has no record of it; `not_readable`: it has one, of another number or in a state Herald does not know',
    }),
    provider: record.nullable(),
    differences: z.array(difference).meta({
      description:
        'Where Herald’s ledger, as it was before, and the record differ. Herald keeps the newer state of two, so it may stay ahead',
    }),
  }),
) {}

export function recordBody({ mdr, ...found }: MessageRecord): z.infer<typeof record> {
  const { messageUuid, state, from, to, units, totalAmount, errorCode, mcc, mnc, time, stateTime } = found;
  const code = Number(errorCode);
  return {
    message_uuid: messageUuid,
    state,
    from,
    to,
    units: units ?? null,
    total_amount: totalAmount ?? null,
    error_code: errorCode ?? null,
    error_meaning: code > 0 ? describeErrorCode(code).meaning : null,
    mcc: mcc ?? null,
    mnc: mnc ?? null,
    sent_at: time?.toISOString() ?? null,
    state_at: stateTime?.toISOString() ?? null,
    raw: mdr,
  };
}
