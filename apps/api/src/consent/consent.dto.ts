import {
  type ConsentEvent,
  type ConsentSetting,
  DECISIONS,
  type FailurePolicy,
  REVIEW_STATES,
  type Review,
  SCOPES,
  type StoredKeywordTable,
} from '@herald/consent';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 200;
const MAX_WORDS = 200;
const MAX_TEXT = 2_000;
const MAX_PHONE_CHARS = 32;
const MAX_HELP = 1_600;

const page = { limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50) };
const idCursor = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'expected the next_cursor of the page before')
  .optional();
const words = z.string().trim().min(1).max(MAX_WORDS);
const text = z.string().trim().min(1).max(MAX_TEXT);
const time = z.iso.datetime();
const scope = z.enum(SCOPES);
const next = z.string().nullable();

export class HistoryQuery extends createZodDto(z.strictObject({ ...page, cursor: idCursor })) {}

const event = z.object({
  id: z.string(),
  at: time,
  kind: z.enum([
    'opted_out',
    'opted_in',
    'asked_help',
    'consented',
    'review_opened',
    'review_decided',
    'suppressed',
    'lifted',
  ]),
  scope: scope.nullable().meta({ description: 'Of the suppression it is about' }),
  key: z.string().nullable(),
  actor: z.string().meta({ description: '`person`, `herald`, or the prefix of the API key' }),
  source: z.string(),
  reason: z.string(),
  text: z.string().nullable().meta({ description: 'What they wrote, or agreed to' }),
  sender: z.string().nullable().meta({ description: 'Our number it was written to' }),
  inbound_id: z.string().nullable(),
  campaign_id: z.int().nullable(),
  review_id: z.int().nullable(),
});

export class ConsentHistoryDto extends createZodDto(
  z.object({
    phone: z.string(),
    suppressed: z.boolean().meta({ description: 'Within at least one scope, now' }),
    objects: z.array(event),
    next_cursor: next,
  }),
) {}

export class AddConsentDto extends createZodDto(
  z.strictObject({
    phone: z.string().max(MAX_PHONE_CHARS).meta({ example: '+14155550101' }),
    text: text.meta({ description: 'What they agreed to, in the words they saw' }),
    source: words.meta({ description: 'Where', example: 'https://shop.example/signup' }),
    reason: words.default('consent recorded elsewhere'),
    at: z.iso.datetime({ offset: true }).meta({ description: 'When they agreed' }),
    sender: words.optional().meta({ description: 'Our number or Powerpack it is for' }),
  }),
) {}

export class ReviewQuery extends createZodDto(
  z.strictObject({ ...page, cursor: idCursor, state: z.enum(REVIEW_STATES).optional() }),
) {}

export class DecideReviewDto extends createZodDto(
  z.strictObject({
    decision: z.enum(DECISIONS).meta({ description: '`dismissed`: it asked for neither' }),
    note: words.optional(),
  }),
) {}

const review = z.object({
  id: z.int(),
  phone: z.string(),
  sender: z.string().meta({ description: 'Our number they wrote to' }),
  text: z.string(),
  why: z.enum(['may_be_opt_out', 'opt_in_blocked']),
  inbound_id: z.string().nullable(),
  received_at: time,
  state: z.enum(REVIEW_STATES),
  decided_at: time.nullable(),
  decided_by: z.string().nullable(),
  note: z.string().nullable(),
});

export class ReviewDto extends createZodDto(review) {}
export class ReviewPageDto extends createZodDto(z.object({ objects: z.array(review), next_cursor: next })) {}

const phrases = z.array(z.string()).default([]);

export class PutKeywordsDto extends createZodDto(
  z.strictObject({
    opt_out: phrases,
    opt_in: phrases,
    help: phrases,
    ignored: phrases.meta({
      description: 'Built-in words that mean something else here; never the mandatory opt-outs',
    }),
  }),
) {}

const versioned = { version: z.int().meta({ description: 'Also the ETag' }), updated_at: time };
const sender = z.string().meta({ description: '`*`: every sender that has none of its own' });

const keywords = z.object({
  sender: z.string().meta({ description: '`*`: every sender' }),
  language: z.string().meta({ description: 'ISO 639; `*`: of no language in particular' }),
  opt_out: z.array(z.string()),
  opt_in: z.array(z.string()),
  help: z.array(z.string()),
  ignored: z.array(z.string()),
  ...versioned,
});

export class KeywordsDto extends createZodDto(keywords) {}
export class KeywordsListDto extends createZodDto(z.object({ objects: z.array(keywords) })) {}

export class ReplyQuery extends createZodDto(
  z.strictObject({ text: z.string().max(MAX_TEXT), to: z.string().max(MAX_WORDS).default('') }),
) {}
export class ReplyMeaningDto extends createZodDto(
  z.object({ meaning: z.enum(['opt_out', 'opt_in', 'help', 'review', 'none']) }),
) {}

export class PutSettingDto extends createZodDto(
  z.strictObject({
    scope: scope.meta({ description: 'How far an opt-out reaches' }),
    help_text: z.string().trim().min(1).max(MAX_HELP).nullable().default(null).meta({ description: 'Answers HELP' }),
  }),
) {}

const setting = z.object({ sender, scope, help_text: z.string().nullable(), ...versioned });

export class SettingDto extends createZodDto(setting) {}
export class SettingsDto extends createZodDto(z.object({ objects: z.array(setting) })) {}

const MAX_FAILURES = 1_000;
const MAX_DAYS = 365;
const policy = {
  failures: z
    .int()
    .min(1)
    .max(MAX_FAILURES)
    .meta({ description: 'Campaigns in which it failed so, with no delivery since' }),
  window_days: z.int().min(1).max(MAX_DAYS),
  scope: z.enum(['everything', 'opt_out']).meta({
    description: '`opt_out`: as far as an opt-out to the campaign’s sender would reach',
  }),
  enabled: z.boolean(),
};

export class PutPolicyDto extends createZodDto(z.strictObject(policy)) {}
const stored = z.object({ error_code: z.int(), ...policy, ...versioned });
export class PolicyDto extends createZodDto(stored) {}
export class PoliciesDto extends createZodDto(z.object({ objects: z.array(stored) })) {}

export function eventBody({ at, ...rest }: ConsentEvent) {
  return { ...rest, at: at.toISOString() };
}

export function reviewBody({ received_at: received, decided_at: decided, ...rest }: Review) {
  return { ...rest, received_at: received.toISOString(), decided_at: decided?.toISOString() ?? null };
}

const ALL = '*';

/** In a path nothing can be empty. */
export function nameOf(part: string): string {
  return part === ALL ? '' : part;
}

export function keywordsBody({ sender: of, language, updated_at: at, ...rest }: StoredKeywordTable) {
  return {
    ...rest,
    sender: of === '' ? ALL : of,
    language: language === '' ? ALL : language,
    updated_at: at.toISOString(),
  };
}

export function settingBody({ sender: of, updated_at: at, ...rest }: ConsentSetting) {
  return { ...rest, sender: of === '' ? ALL : of, updated_at: at.toISOString() };
}

export function policyBody({ updated_at: at, ...rest }: FailurePolicy) {
  return { ...rest, updated_at: at.toISOString() };
}
