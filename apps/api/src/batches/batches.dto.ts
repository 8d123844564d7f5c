import { BATCH_STATES } from '@herald/ledger';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 200;
const MAX_INT4 = 2_147_483_647;

export class BatchQuery extends createZodDto(
  z.strictObject({
    state: z.enum(BATCH_STATES).optional(),
    campaign_id: z.coerce.number().int().min(1).max(MAX_INT4).optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,18}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

export class RulingDto extends createZodDto(
  z.strictObject({
    as: z.enum(['accepted', 'not_accepted', 'abandoned']).meta({
      description:
        'accepted: the provider took it. not_accepted: it did not, so it is sent again (twice, if it did after all). abandoned: given up, neither sent again nor counted as sent, unless a callback proves that the provider took it',
    }),
    note: z.string().min(1).max(500).optional().meta({ description: 'How you know; kept for good' }),
  }),
) {}

const summary = {
  id: z.string().meta({ example: '42' }),
  campaign_id: z.int(),
  number: z.int().meta({ description: 'Within its campaign, from 1' }),
  state: z.enum(BATCH_STATES),
  country: z.string(),
  messages: z.int(),
  settled: z.int().meta({ description: 'Messages with a state of their own, mostly by a callback' }),
  attempts: z.int(),
  error: z.string().nullable(),
  sending_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  rounds: z.int().meta({ description: 'Rounds of look-ups about the newest doubt' }),
};
const round = z.object({
  at: z.number().meta({ description: 'Epoch milliseconds' }),
  samples: z.array(z.object({ to: z.string(), evidence: z.enum(['present', 'absent', 'unclear']) })),
  control: z
    .enum(['seen', 'missing', 'none'])
    .meta({ description: 'Whether a message that was certainly accepted since could be found' }),
});
const doubt = z.object({
  fence: z.int(),
  messages: z.int(),
  unknown_at: z.iso.datetime(),
  rounds: z.array(round),
  settled_at: z.iso.datetime().nullable(),
  settled_by: z.string().nullable().meta({ description: 'callback, answer, lookup or operator' }),
  settled_as: z.string().nullable().meta({ description: 'accepted, planned, refused or abandoned' }),
  decided_by: z.string().nullable().meta({ description: 'The operator’s API key' }),
  note: z.string().nullable(),
});
const detail = z.object({
  ...summary,
  http_status: z.int().nullable(),
  not_before: z.iso.datetime().nullable().meta({ description: 'When it is looked at next' }),
  last_news_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'The newest time the provider told of one of its messages' }),
  doubts: z.array(doubt),
});

export class BatchPageDto extends createZodDto(
  z.object({ objects: z.array(z.object(summary)), next_cursor: z.string().nullable() }),
) {}
export class BatchDto extends createZodDto(detail) {}
export class RuledDto extends createZodDto(z.object({ batches: z.int(), messages: z.int() })) {}
