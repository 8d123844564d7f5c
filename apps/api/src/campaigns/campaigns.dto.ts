import { type Campaign, CAMPAIGN_STATES, IF_LATE, LOG_PREFERENCES } from '@herald/campaigns';
import { MESSAGE_TYPES } from '@herald/provider';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { contentSchema } from './content.dto';
import { holdsSchema } from '../reporting/holds.dto';

const MAX_PAGE = 200;
const MAX_INT4 = 2_147_483_647;

const share = z.number().nullable();
const budgetFields = {
  refused_batches: share.meta({ description: 'Share of requests the provider refused, 0.2 unless given; null = any' }),
  failed_messages: share.meta({ description: 'Of messages whose fate is known: failed, undelivered or expired; 0.3' }),
  spam: share.meta({ description: 'Taken for spam (error code 30); 0.02' }),
  opt_outs: share.meta({ description: 'Had opted out with the provider (error code 200); 0.05' }),
  min_messages: z.number().meta({ description: 'No share is judged before so many fates are known; 500' }),
  canary_messages: z
    .number()
    .nullable()
    .meta({ description: 'Only so many are sent until they are settled; null = all' }),
  canary_minutes: z.number().meta({ description: 'The canary is judged after so long at the latest; 30' }),
};
const resendFields = {
  max_attempts: z.number().meta({ description: 'The first included, 2 to 5; 2 unless given' }),
  wait_minutes: z.number().meta({ description: 'From a failure to the next attempt, at least 10; 15' }),
  codes: z.array(z.int()).meta({ description: 'Error codes; those whose cause passes by itself unless given' }),
  undelivered: z.boolean().meta({ description: 'Also what the carrier had, and charged for; false' }),
  within_hours: z.number().meta({ description: 'No attempt begins later after the start, at most 168; 24' }),
};

// Types only: what a value means, and all limits of the provider, are judged by the lib, for every way in.
const content = {
  name: z.string().meta({ example: 'Spring sale' }),
  text: z.string().optional().meta({
    description:
      'At most 1,600 characters of the GSM 7-bit alphabet, or 737 otherwise; of WhatsApp 4,096. {{column}} is each recipient’s own value. May be left out where the content says it all',
    example: 'Spring is here: 20 % off until Sunday. Reply STOP to opt out.',
  }),
  src: z.string().nullish().meta({
    description: 'Number, short code or sender name; exclusive with powerpack_uuid',
    example: '+14155550100',
  }),
  powerpack_uuid: z.string().nullish(),
  type: z.enum(MESSAGE_TYPES).optional().meta({ description: 'sms unless given' }),
  content: contentSchema.nullish().meta({ description: 'What goes with the text, or instead of it' }),
  log: z
    .union([z.boolean(), z.enum(LOG_PREFERENCES)])
    .optional()
    .meta({ description: 'What the provider may log: true or number_only. The others mask the numbers in callbacks.' }),
  trackable: z.boolean().optional(),
  message_expiry: z.number().nullish().meta({ description: 'Seconds in the provider’s queue, 5 to 10,799' }),
  scheduled_at: z.string().nullish().meta({
    description: 'ISO 8601 with an offset, or a local time of schedule_zone',
    example: '2026-12-01T09:00:00',
  }),
  schedule_zone: z.string().nullish().meta({ description: 'IANA time zone', example: 'Europe/Berlin' }),
  if_late: z
    .enum(IF_LATE)
    .optional()
    .meta({ description: 'When its time is found to have passed by more than if_late_minutes: send, skip or ask' }),
  if_late_minutes: z.number().optional(),
  priority: z.number().optional().meta({ description: 'Higher goes first; -100 to 100, 0 unless said' }),
  max_backlog_seconds: z.number().nullish().meta({
    description:
      'What of it may wait at the provider, in seconds of its lanes’ rates; pause stops within it. Else BACKLOG_SECONDS',
  }),
  deadline_at: z.string().nullish().meta({
    description: 'As scheduled_at. After it nothing is sent, and what is left is cancelled with the reason deadline',
    example: '2026-12-01T20:00:00+01:00',
  }),
  error_budget: z.strictObject(budgetFields).partial().nullish().meta({
    description: 'Shares of failures that pause the campaign; defaults for what is left out, null = none does',
  }),
  resend: z.strictObject(resendFields).partial().nullish().meta({
    description: 'Which failed messages are sent again as a new attempt; {} = with all defaults, null = none',
  }),
};
const acceptForecast = z
  .boolean()
  .optional()
  .meta({ description: 'Go on even with what the forecast says cannot be done in time' });
const listId = z.int().min(1).max(MAX_INT4).meta({ example: 12 });

export class CreateCampaignDto extends createZodDto(z.strictObject({ ...content, list_id: listId })) {}

export class UpdateCampaignDto extends createZodDto(z.strictObject({ ...content, list_id: listId }).partial()) {}

/** The part `campaign` of a blast. */
export const blastCampaignSchema = z.strictObject({
  ...content,
  list_id: listId.optional(),
  accept_forecast: acceptForecast,
});

export class CampaignQuery extends createZodDto(
  z.strictObject({
    state: z.enum(CAMPAIGN_STATES).optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

const count = z.int();
const time = z.iso.datetime().nullable();
const notRecallable = {
  messages_not_recallable: count.meta({
    description: 'The provider has them, or may have, and has not sent them yet: estimated, rather too many',
  }),
  drains_in_seconds: count.meta({ description: 'Until the provider has sent these' }),
};

export const campaignSchema = z.object({
  id: z.int().meta({ example: 7 }),
  name: z.string(),
  list_id: z.int(),
  after_import_id: z.int().nullable().meta({ description: 'Planning waits for this import' }),
  state: z.enum(CAMPAIGN_STATES),
  src: z.string().nullable(),
  powerpack_uuid: z.string().nullable(),
  type: z.enum(MESSAGE_TYPES),
  text: z.string(),
  content: contentSchema.nullable(),
  log: z.enum(LOG_PREFERENCES),
  trackable: z.boolean(),
  message_expiry: z.int().nullable(),
  encoding: z.enum(['gsm7', 'ucs2']),
  units_per_message: z.int().meta({ description: 'Billable parts, estimated' }),
  scheduled_at: time,
  schedule_zone: z.string().nullable(),
  if_late: z.enum(IF_LATE),
  if_late_minutes: z.int(),
  priority: z.int(),
  max_backlog_seconds: z.int().nullable(),
  deadline_at: time,
  error_budget: z.object(budgetFields).nullable(),
  resend: z.object(resendFields).nullable(),
  feed_limit: z.int().nullable().meta({ description: 'So many are sent until the canary is judged; null = all' }),
  reason: z.object({ code: z.string(), message: z.string() }).nullable().meta({
    description:
      'Why it stands still or ended: no_recipients, import_failed, late_schedule, deadline, forecast_refused, requested, error_budget, canary_failed …',
  }),
  version: z.int().meta({ description: 'Also the ETag' }),
  list_rows: count.meta({ description: 'When planned: always list_rejects + list_duplicates + list_contacts' }),
  list_rejects: count,
  list_duplicates: count,
  list_contacts: count.meta({ description: 'When planned: always suppressed + messages' }),
  suppressed: count,
  messages: count,
  batches: count,
  created_at: z.iso.datetime(),
  launched_at: time,
  planned_at: time,
  started_at: time,
  finished_at: time,
});

export class CampaignDto extends createZodDto(campaignSchema) {}

export class CampaignWithHoldsDto extends createZodDto(campaignSchema.extend({ holds: holdsSchema })) {}

export class CampaignPageDto extends createZodDto(
  z.object({ objects: z.array(campaignSchema), next_cursor: z.string().nullable() }),
) {}

/** Of a launch or a resumption. */
export class AcceptForecastDto extends createZodDto(z.strictObject({ accept_forecast: acceptForecast }).prefault({})) {}

export class PausedDto extends createZodDto(campaignSchema.extend(notRecallable)) {}

export class CancelledDto extends createZodDto(
  z.object({
    campaign: campaignSchema,
    messages_cancelled: count.meta({ description: 'Will not be sent' }),
    messages_sent: count.meta({ description: 'The provider has them, and cannot take them back' }),
    messages_in_flight: count.meta({ description: 'In a request under way or of unknown outcome' }),
    ...notRecallable,
  }),
) {}

/** A campaign as JSON; times become strings. */
export function campaignBody(campaign: Campaign) {
  return {
    ...campaign,
    scheduled_at: campaign.scheduled_at?.toISOString() ?? null,
    deadline_at: campaign.deadline_at?.toISOString() ?? null,
    created_at: campaign.created_at.toISOString(),
    launched_at: campaign.launched_at?.toISOString() ?? null,
    planned_at: campaign.planned_at?.toISOString() ?? null,
    started_at: campaign.started_at?.toISOString() ?? null,
    finished_at: campaign.finished_at?.toISOString() ?? null,
  };
}
