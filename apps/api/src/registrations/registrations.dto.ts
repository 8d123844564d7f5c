import type { RegistrationEvent, RegistrationView } from '@herald/senders';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { brandDetails, campaignDetails, profileDetails } from './details.dto';

const MAX_NAME = 100;
const MOST_NUMBERS = 500;
const MAX_INT4 = 2_147_483_647;
const STEPS = ['profile', 'brand', 'campaign', 'link'] as const;

const name = z
  .string()
  .trim()
  .min(1)
  .max(MAX_NAME)
  .meta({ description: 'What to call it', example: 'Example Inc., offers' });
const steps = {
  profile: profileDetails.optional(),
  brand: brandDetails.optional(),
  campaign: campaignDetails.optional(),
};

export class CreateRegistrationDto extends createZodDto(
  z.strictObject({
    name,
    brand_id: z.int().min(1).max(MAX_INT4).optional().meta({
      description: 'Herald’s id of a brand that is there already, instead of profile and brand',
    }),
    ...steps,
  }),
) {}

export class ImportCampaignDto extends createZodDto(
  z.strictObject({
    name,
    campaign_id: z.string().trim().max(100).meta({
      description:
        'The campaign’s id at The Campaign Registry, where it must have been shared with the provider before',
      example: 'C1234567',
    }),
  }),
) {}

export class UpdateRegistrationDto extends createZodDto(z.strictObject({ name: name.optional(), ...steps })) {}

export class SubmitRegistrationDto extends createZodDto(
  z
    .strictObject({
      accept_cost: z.string().max(20).optional().meta({
        description: 'The registration’s cost.total, in US dollars: what is agreed to be spent',
        example: '19.00',
      }),
      through: z
        .enum(['profile', 'brand', 'campaign'])
        .optional()
        .meta({ description: 'The last step to submit; campaign' }),
    })
    .prefault({}),
) {}

export class DeactivateDto extends createZodDto(
  z.strictObject({
    step: z.enum(['profile', 'brand', 'campaign']).meta({ description: 'What to delete at the provider, for ever' }),
  }),
) {}

export class NumbersDto extends createZodDto(
  z.strictObject({
    numbers: z
      .array(z.string().max(40))
      .min(1)
      .max(MOST_NUMBERS)
      .meta({
        description: 'Long codes of the account, in E.164 form',
        example: ['+12025551111'],
      }),
  }),
) {}

export class RegistrationQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'must be the next_cursor of a page')
      .optional(),
  }),
) {}

const detail = z.object({ field: z.string().optional(), message: z.string() });
const step = <T extends z.ZodType>(details: T) =>
  z.object({
    id: z.int(),
    state: z.string().meta({ description: 'docs/state-machines.md', example: 'created' }),
    reason: z.string().nullable().meta({ description: 'Why it is refused, rejected or put off' }),
    provider_id: z.string().nullable(),
    details,
    ending: z.boolean().meta({ description: 'Its end at the provider was asked for' }),
  });

const registration = z.object({
  id: z.int(),
  name: z.string(),
  profile: step(profileDetails).nullable().meta({ description: 'null: the brand was made elsewhere' }),
  brand: step(brandDetails),
  campaign: step(campaignDetails).extend({
    imported: z.boolean().meta({ description: 'It was registered elsewhere: it can only be changed there' }),
  }),
  numbers: z.array(
    z.object({
      number: z.string(),
      direction: z.enum(['link', 'unlink']).meta({ description: 'What was asked for last' }),
      state: z.string(),
      reason: z.string().nullable(),
      linked: z.boolean().meta({ description: 'Whether it sends for this campaign' }),
    }),
  ),
  vetting_score: z.int().nullable().meta({ description: '0 to 100, of the registry’s vetting of the brand' }),
  mno_metadata: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'What each network allows the campaign' }),
  submits: z
    .array(z.enum(['profile', 'brand', 'campaign']))
    .meta({ description: 'The steps that submitting it now sends' }),
  errors: z
    .array(detail)
    .meta({ description: 'What the provider would refuse: submitting is refused until there is none' }),
  warnings: z.array(detail).meta({ description: 'What is likely to be rejected or regretted' }),
  cost: z.object({
    total: z.string().meta({ description: 'US dollars, of all that is known and paid once', example: '19.00' }),
    items: z.array(
      z.object({
        item: z.string(),
        per: z.enum(['once', 'month']),
        amount: z.string().nullable().meta({ description: 'null: not known' }),
        source: z.string().nullable(),
      }),
    ),
  }),
  next: z.object({
    action: z.enum(['fill_in', 'submit', 'correct', 'wait', 'add_numbers', 'relink', 'start_over', 'none']),
    step: z.enum(STEPS),
    message: z.string(),
  }),
  version: z.int().meta({ description: 'Also the ETag' }),
  created_at: z.iso.datetime(),
});

export class RegistrationDto extends createZodDto(registration) {}

export class RegistrationPageDto extends createZodDto(
  z.object({ objects: z.array(registration), next_cursor: z.string().nullable() }),
) {}

export class RegistrationHistoryDto extends createZodDto(
  z.object({
    objects: z.array(
      z.object({
        at: z.iso.datetime(),
        step: z.enum(STEPS),
        number: z.string().nullable(),
        from_state: z.string(),
        to_state: z.string(),
        source: z.string().meta({ description: 'operator, worker, answer, webhook or lookup' }),
        reason: z.string().nullable(),
      }),
    ),
  }),
) {}

export function registrationBody({ created_at: createdAt, ...rest }: RegistrationView) {
  // What follows from these two is among the warnings and steps.
  return { ...rest, differences: undefined, correcting: undefined, created_at: createdAt.toISOString() };
}

export function historyBody(events: readonly RegistrationEvent[]) {
  return { objects: events.map((event) => ({ ...event, at: event.at.toISOString() })) };
}
