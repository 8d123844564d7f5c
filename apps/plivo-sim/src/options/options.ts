import { z } from 'zod';

import { faultOptions } from './fault-options';
import { inboundOptions, keywordOptions, whatsappOptions } from './inbound-options';
import { mediaOptions } from './media-options';
import { powerpackOptions } from './powerpack-options';
import { registrationOptions } from './registration-options';

const share = (value: number): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(1).default(value);
const ms = (value: number): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(86_400_000).default(value);
const perSecond = z.number().positive().nullable().default(null);
const atMost = (value: number): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  z.number().int().positive().nullable().default(value);
const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code');
const digits = z.string().regex(/^\d{5,15}$/, 'must be 5 to 15 digits');
const codeMix = z.record(z.string().regex(/^\d{1,4}$/, 'must be an error code'), z.number().min(0));
const money = z.string().regex(/^\d{1,9}(\.\d{1,5})?$/, 'must be a decimal amount such as "12.5"');
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const switchOn = z.boolean().default(true);
const switchOff = z.boolean().default(false);
const signatureMode = z.enum(['good', 'missing', 'broken']).default('good');

const limits = z
  .strictObject({
    requests: atMost(300),
    window_ms: z.number().int().positive().default(5000),
    window_covers: z.enum(['all', 'send']).default('all'),
    count_throttled: switchOff,
    concurrency: atMost(100),
    list_requests: atMost(20),
    list_window_ms: z.number().int().positive().default(60_000),
    account_mps: z.strictObject({ sms: perSecond, mms: perSecond, whatsapp: perSecond }).prefault({}),
    sender_mps: z
      .strictObject({
        short_code: perSecond,
        toll_free: perSecond,
        us_long_code: perSecond,
        long_code: perSecond,
        alphanumeric: perSecond,
        mms: perSecond,
      })
      .prefault({}),
  })
  .prefault({});

const carrier = z
  .strictObject({
    sent_min_ms: ms(20),
    sent_max_ms: ms(200),
    receipt_min_ms: ms(100),
    receipt_max_ms: ms(1500),
    read_min_ms: ms(500),
    read_max_ms: ms(5000),
  })
  .prefault({});

const outcomes = z
  .strictObject({
    delivered: share(0.95),
    undelivered: share(0.025),
    failed: share(0.01),
    no_receipt: share(0.015),
    undelivered_codes: codeMix.default({ '50': 35, '80': 25, '70': 15, '30': 15, '20': 5, '100': 5 }),
    failed_codes: codeMix.default({ '300': 40, '90': 40, '1000': 20 }),
    vary_by_repeat: switchOff,
    by_number: z
      .record(
        digits,
        z.strictObject({
          state: z.enum(['delivered', 'undelivered', 'failed', 'no_receipt', 'invalid']),
          code: z.number().int().min(0).max(9999).default(0),
        }),
      )
      .default({}),
    whatsapp_read: share(0.4),
    whatsapp_open_conversation: share(1),
  })
  .prefault({});

const numbers = z
  .strictObject({
    min_digits: z.number().int().min(1).max(15).default(8),
    max_digits: z.number().int().min(8).max(15).default(14),
    invalid_share: share(0),
  })
  .prefault({});

/** A number of the account. What it can do is by its type where it is not said: WhatsApp never comes by itself. */
const ownNumber = z.strictObject({
  type: z.enum(['long_code', 'toll_free', 'short_code']),
  country: country.default('US'),
  capabilities: z
    .array(z.enum(['sms', 'mms', 'whatsapp']))
    .min(1)
    .default(['sms', 'mms']),
});

const account = z
  .strictObject({
    disabled_countries: z.array(country).default([]),
    alphanumeric_senders: switchOff,
    numbers: z
      .record(z.string().regex(/^\d{3,15}$/, 'must be 3 to 15 digits'), ownNumber)
      .nullable()
      .default(null),
    senders: z.array(z.string().min(1)).nullable().default(null),
    powerpacks: z.record(z.string().min(1), z.array(digits).min(1)).nullable().default(null),
    powerpack_pool_size: z.number().int().min(1).max(1000).default(4),
    message_url: httpUrl.nullable().default(null),
    message_method: z.enum(['GET', 'POST']).default('POST'),
    mms_countries: z.array(country).default(['US', 'CA']),
    india_dlt: switchOff,
    balance: money.nullable().default(null),
    credit_block_ms: ms(120_000),
    disabled: switchOff,
  })
  .prefault({});

const callbacks = z
  .strictObject({
    enabled: switchOn,
    statuses: z.strictObject({ queued: switchOn, sent: switchOn, final: switchOn, read: switchOn }).prefault({}),
    connections: z.number().int().min(1).max(1000).default(64),
    timeout_ms: z.number().int().min(1).default(8000),
    retry_delays_ms: z.array(z.number().min(0)).max(3).default([60_000, 120_000, 240_000]),
    mask_unlogged: switchOn,
    signatures: z
      .strictObject({
        v2: signatureMode,
        ma_v2: signatureMode,
        v2_nonce: signatureMode,
        v3: signatureMode,
        ma_v3: signatureMode,
        v3_nonce: signatureMode,
      })
      .prefault({}),
  })
  .prefault({});

/** What no source settles (notes §9): each a switch, so that Herald can be tested under every setting. */
const unknowns = z
  .strictObject({
    uuid_order: z.enum(['dst', 'shuffled', 'reversed']).default('dst'),
    over_1000: z.enum(['reject', 'accept_first_1000', 'accept_all']).default('reject'),
    src_equals_dst: z.enum(['reject', 'invalid_number', 'accept']).default('reject'),
    barred_country_in_bulk: z.enum(['reject', 'invalid_number', 'accept_then_450']).default('reject'),
    duplicates_reported: z.enum(['no', 'invalid_number', 'duplicate_number']).default('no'),
    throttle_body: z.enum(['json', 'text', 'html', 'empty']).default('json'),
    throttle_retry_after_s: z.number().min(0).nullable().default(null),
    credit_refusal_status: z.union([z.literal(400), z.literal(402), z.literal(403)]).default(402),
    whatsapp_window_code: z.union([z.literal(340), z.literal(380)]).default(340),
    requester_ip_key: z.enum(['RequesterIP', 'requester_ip']).default('RequesterIP'),
    toll_free_to_canada: z.enum(['accept', 'fail_201']).default('accept'),
    inbound_retry: z.enum(['as_callbacks', 'hourly_for_24h']).default('as_callbacks'),
    media_gone: z.enum(['reject', 'fail_140']).default('reject'),
    media_refusal: z.enum(['object', 'request']).default('object'),
    mdr_utc_offset_minutes: z.number().int().min(-720).max(840).default(0),
  })
  .prefault({});

/** Every option with its default; docs/simulator.md says where each comes from. */
export const simulatorOptions = z.strictObject({
  time_scale: z.number().positive().max(100_000).default(1),
  limits,
  carrier,
  outcomes,
  numbers,
  account,
  callbacks,
  media: mediaOptions,
  powerpacks: powerpackOptions,
  inbound: inboundOptions,
  keywords: keywordOptions,
  whatsapp: whatsappOptions,
  registration: registrationOptions,
  unknowns,
  faults: faultOptions,
  ledger: z.strictObject({ keep_text: switchOn }).prefault({}),
});

export type SimulatorOptions = z.output<typeof simulatorOptions>;
export type OptionsPatch = z.input<typeof simulatorOptions>;
