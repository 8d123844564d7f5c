import { editableUntil, OPTIN_TYPES, TOLLFREE_STATES, TOLLFREE_USECASES, type Verification } from '@herald/senders';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_PAGE = 200;
const MAX_CHARS = 4_000;

const text = z.string().max(MAX_CHARS);
// What they may be the lib says, with everything else that is wrong in one answer.
const content = {
  profile_uuid: text.meta({ description: 'Of a profile the provider has' }),
  usecase: z.array(text).meta({ description: `One or more of ${TOLLFREE_USECASES.join(', ')}`, example: ['2FA'] }),
  usecase_summary: text.meta({ description: 'At most 500 characters' }),
  message_sample: text.meta({ description: 'At most 1,000 characters' }),
  optin_image_url: z.array(text).meta({ example: ['https://example.com/opt-in.png'] }),
  optin_type: text.meta({ description: `One of ${OPTIN_TYPES.join(', ')}`, example: 'WEB_FORM' }),
  volume: text.meta({ description: 'Messages a month, as the provider writes them', example: '10,000' }),
  additional_information: text.optional(),
  extra_data: text.optional(),
};

export class CreateVerificationDto extends createZodDto(
  z.strictObject({
    number: text.meta({ description: 'A toll-free number of the US or Canada, E.164', example: '+18885550100' }),
    ...content,
  }),
) {}

export class UpdateVerificationDto extends createZodDto(z.strictObject(content).partial()) {}

export class VerificationQuery extends createZodDto(
  z.strictObject({
    number: text.optional(),
    state: z.enum(TOLLFREE_STATES).optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'expected the next_cursor of the page before')
      .optional(),
  }),
) {}

const verification = z.object({
  id: z.int(),
  uuid: z.string().nullable().meta({ description: 'The provider’s; null until it is known to have it' }),
  number: z.string(),
  profile_uuid: z.string(),
  usecase: z.array(z.string()),
  usecase_summary: z.string(),
  message_sample: z.string(),
  optin_image_url: z.array(z.string()),
  optin_type: z.string(),
  volume: z.string(),
  additional_information: z.string(),
  extra_data: z.string(),
  state: z.enum(TOLLFREE_STATES),
  reason: z.string().nullable().meta({ description: 'Why it was rejected or refused, or what is to be changed' }),
  rounds: z.int().meta({ description: 'How often it was handed in' }),
  follows: z.int().nullable().meta({ description: 'The rejected one that this one follows' }),
  editable_until: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Of update_required: six days after it was asked for' }),
  state_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
  version: z.int().meta({ description: 'Also the ETag' }),
});

export class VerificationDto extends createZodDto(verification) {}

export class VerificationPageDto extends createZodDto(
  z.object({ objects: z.array(verification), next_cursor: z.string().nullable() }),
) {}

export function verificationBody(found: Verification) {
  const { id, uuid, number, profile_uuid, usecase, usecase_summary, message_sample, optin_image_url, optin_type } =
    found;
  const { volume, additional_information, extra_data, state, reason, rounds, follows, version } = found;
  return {
    id,
    uuid,
    number,
    profile_uuid,
    usecase,
    usecase_summary,
    message_sample,
    optin_image_url,
    optin_type,
    volume,
    additional_information,
    extra_data,
    state,
    reason,
    rounds,
    follows,
    editable_until: editableUntil(found.state, found.state_at)?.toISOString() ?? null,
    state_at: found.state_at.toISOString(),
    created_at: found.created_at.toISOString(),
    version,
  };
}
