import { z } from 'zod';

const webhookName = z.string().regex(/^\w{1,40}$/, 'must be a field name');

/** What becomes of one registration by its name: a brand's or campaign's alias, its id, a number. */
const chosen = z.strictObject({
  state: z.enum(['registered', 'rejected', 'success', 'failed', 'APPROVED', 'REJECTED', 'UPDATE_REQUIRED']),
  reason: z.string().min(1).nullable().default(null),
  /** So often, then it goes as everything else does; null: always. */
  times: z.number().int().min(1).nullable().default(null),
});

/** How registrations go, and what the reference leaves open about them. */
export const registrationOptions = z
  .strictObject({
    /** Simulated seconds between two states; null: they move by command alone. */
    step_seconds: z.number().min(0).max(10_000_000).nullable().default(5),
    outcomes: z
      .strictObject({
        brand: z.enum(['registered', 'rejected']).default('registered'),
        campaign: z.enum(['registered', 'rejected']).default('registered'),
        number_linking: z.enum(['success', 'failed']).default('success'),
        number_unlinking: z.enum(['success', 'failed']).default('success'),
        tollfree: z.enum(['APPROVED', 'REJECTED', 'UPDATE_REQUIRED']).default('APPROVED'),
      })
      .prefault({}),
    by_name: z.record(z.string().min(1), chosen).default({}),
    /** The Campaign Registry's score of brands that ask for vetting. */
    vetting_score: z.number().int().min(0).max(100).default(80),
    /** The account has a primary profile from the start; it can not be deleted. */
    primary_profile: z.boolean().default(true),
    /** Whether STARTER brands are taken: their support is paused. */
    starter_brands: z.enum(['accept', 'refuse']).default('accept'),
    /** Whether the profile of a rejected brand can be used again before that brand is deleted. */
    profile_of_rejected_brand: z.enum(['used', 'free']).default('used'),
    profile_with_brand: z.enum(['keep', 'delete']).default('keep'),
    /** The contact's seniority: the list of allowed values, or anything (the reference's own samples say `admin`). */
    seniority: z.enum(['listed', 'any']).default('listed'),
    sub_usecases_elsewhere: z.enum(['refuse', 'ignore']).default('refuse'),
    campaign_create_keys: z.enum(['camel', 'snake']).default('camel'),
    mno_names: z.enum(['title', 'lower']).default('title'),
    /** The import of campaigns is a private beta. */
    campaign_import: z.boolean().default(true),
    /** Campaigns shared with the provider at The Campaign Registry; null: every well-formed id is one. */
    shared_campaigns: z.array(z.string().min(1)).nullable().default(null),
    campaign_update_in_processing: z.enum(['accept', 'refuse']).default('accept'),
    tollfree_processing: z.boolean().default(false),
    tollfree_after_update: z.enum(['SUBMITTED', 'UPDATE_REQUIRED']).default('SUBMITTED'),
    tollfree_edit_days: z.number().min(0).max(3650).default(6),
    tollfree_reason: z.enum(['error_message', 'rejection_reason', 'both']).default('error_message'),
    /** The exact values of `volume`; null: any number as the provider writes it. */
    tollfree_volumes: z.array(z.string().min(1)).nullable().default(null),
    webhook_case: z.enum(['snake', 'pascal', 'camel']).default('snake'),
    /** What the fields of 10DLC webhooks are called, before the case is put on; null: the field is missing. */
    webhook_fields: z
      .strictObject({
        endpoint: webhookName.default('endpoint'),
        status: webhookName.default('status'),
        brand: webhookName.default('brand_id'),
        campaign: webhookName.default('campaign_id'),
        number: webhookName.default('number'),
        reason: webhookName.nullable().default('reason'),
      })
      .prefault({}),
    /** What an unregistered US long code may do: one message a second, or nothing. */
    unregistered_long_code: z.enum(['throttled', 'blocked']).default('throttled'),
    /** The code of messages that are blocked for want of a registration or verification. */
    blocked_code: z.number().int().min(1).max(9999).default(100),
  })
  .prefault({});

export type RegistrationOptions = z.output<typeof registrationOptions>;
