import { type Report } from '@herald/reporting';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { holdsSchema } from './holds.dto';

const count = z.int().min(0);
const time = z.iso.datetime();
const amount = z
  .string()
  .regex(/^-?\d+\.\d{5}$/)
  .meta({ description: 'A decimal, exact to five digits', example: '12.34500' });
const countsBy = (what: string, example: object) => z.record(z.string(), count).meta({ description: what, example });

const counted = {
  messages: count,
  units: count.meta({ description: 'Billable parts the provider has reported' }),
  total_amount: amount,
};

const campaign = z.object({
  id: z.int(),
  name: z.string(),
  state: z.string().meta({ example: 'running' }),
  reason: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: 'Why it stands still or ended' }),
  list_id: z.int(),
  src: z.string().nullable(),
  powerpack_uuid: z.string().nullable(),
  scheduled_at: time.nullable(),
  created_at: time,
  launched_at: time.nullable(),
  planned_at: time.nullable(),
  started_at: time.nullable(),
  finished_at: time.nullable(),
});

const totals = z
  .object({
    rows: count,
    rejects: count,
    duplicates: count,
    contacts: count,
    suppressed: count.meta({ description: 'Left out at planning; later opt-outs are messages in state suppressed' }),
    messages: count,
    batches: count,
  })
  .meta({ description: 'rows = rejects + duplicates + contacts; contacts = suppressed + messages' });

const error = z.object({
  error_code: z.int(),
  meaning: z.string().meta({ example: 'Destination temporarily unavailable' }),
  resend: z.string().meta({ description: 'never | later | once | after_change | after_recharge', example: 'later' }),
  resend_could_help: z.boolean(),
  ...counted,
});

const destination = z.object({
  country: z.string().meta({ example: 'US' }),
  mcc: z.string().nullable().meta({ description: 'Mobile country code, once the provider told it', example: '310' }),
  mnc: z.string().nullable().meta({ description: 'Mobile network code: with mcc, the carrier', example: '260' }),
  ...counted,
  states: countsBy('Messages by state', { delivered: 950, undelivered: 50 }),
});

const attempts = z
  .object({
    messages: count.meta({ description: 'Messages that were sent again, once or oftener' }),
    earlier_attempts: count.meta({ description: 'Attempts that were followed by another' }),
    units: count.meta({ description: 'Billed for the earlier attempts' }),
    total_amount: amount,
    delivered_late: count.meta({
      description: 'Messages of which an earlier attempt turned out to be delivered after another was planned',
    }),
    withdrawn: count.meta({
      description:
        'Of these, known before the next attempt went out: it was not sent, and they are not among `messages`',
    }),
    errors: z.array(
      z.object({
        error_code: z.int().meta({ description: 'With which the attempt before the newest ended' }),
        meaning: z.string(),
        messages: count,
        outcomes: countsBy('Messages by the state of their newest attempt', { delivered: 80, failed: 20 }),
      }),
    ),
  })
  .meta({ description: 'Messages sent again as a new attempt; what earlier attempts cost is in all costs' });

const minute = z.object({
  minute: time,
  messages: countsBy('Messages whose present state dates from this minute (the provider’s clock), by state', {
    delivered: 300,
  }),
  requests: countsBy('Requests made in this minute (Herald’s clock), by outcome', { accepted: 2, throttled: 1 }),
});

const report = z.object({
  campaign,
  generated_at: time,
  totals,
  states: z.array(z.object({ state: z.string().meta({ example: 'delivered' }), ...counted })),
  errors: z.array(error).meta({ description: 'Most frequent first' }),
  destinations: z.array(destination).meta({ description: 'By country and carrier, biggest first' }),
  held_back: z
    .array(z.object({ code: z.string(), country: z.string(), message: z.string(), messages: count }))
    .meta({ description: 'Messages that planning found could not be sent; they are refused' }),
  units: z.object({
    per_message: count,
    estimated: count.meta({ description: 'per_message × messages, or the sum where messages differ' }),
    billed: count.meta({ description: 'As the provider has reported so far' }),
  }),
  cost: z.object({ total_amount: amount }),
  requests: z.object({
    total: count,
    outcomes: countsBy('accepted, refused, throttled, not_sent, unknown', { accepted: 20, throttled: 3 }),
    throttled: count.meta({ description: '429s met' }),
    invalid_numbers: count.meta({ description: 'Destinations refused within requests that were accepted' }),
  }),
  doubts: z
    .object({
      batches: count,
      open: count.meta({ description: 'Still unknown' }),
      settled: countsBy('By who settled them: callback, answer (late), lookup, operator', { callback: 3, lookup: 1 }),
      share_without_a_person: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .meta({ description: 'Of those settled; null = none was' }),
      seconds: z
        .object({ median: z.number(), p95: z.number(), longest: z.number() })
        .nullable()
        .meta({ description: 'How long those that were settled had been unknown' }),
    })
    .meta({ description: 'Requests of which nobody knew at a time what became of them' }),
  lookups: z.object({
    states: countsBy(
      'Messages whose present state the provider’s records told, or their silence; null where the log does not reach back',
      { delivered: 12, expired: 3 },
    ).nullable(),
  }),
  throughput: z.object({
    first_send_at: time.nullable(),
    last_send_at: time.nullable(),
    messages: count.meta({ description: 'Destinations in accepted requests' }),
    messages_per_second: z
      .number()
      .nullable()
      .meta({ description: 'Null where all went out at one instant, or nothing did' }),
  }),
  attempts,
  replies: z.object({
    total: count.meta({ description: 'Messages of people that answered this campaign' }),
    meanings: countsBy('By what they meant', { opted_out: 12, help: 3, none: 40 }),
  }),
  opt_outs: z.object({
    during_campaign: count.meta({
      description: 'Recipients who opted out by a message while the campaign was running',
    }),
    saved_at_claim: count.meta({ description: 'Messages that were planned and not sent because of an opt-out' }),
    saved_between_feed_and_claim: count.meta({
      description: 'Of these, those whose opt-out came when the batch was already on its way to a worker',
    }),
  }),
  holds: holdsSchema,
  minutes: z.array(minute).meta({ description: 'In order; minutes without events are left out' }),
}) satisfies z.ZodType<Report>;

/** As libs/reporting answers it; `satisfies` keeps the two from drifting apart. */
export class ReportDto extends createZodDto(report) {}
