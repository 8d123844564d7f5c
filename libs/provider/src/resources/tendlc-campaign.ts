import { z } from 'zod';

import { identifier, some, someBoolean, someState, someText } from '../answer-reader';
import { pageMeta, type PageFilter } from '../pages';
import type { TendlcCallback } from './brand';
import { mnoMetadata } from './mno-metadata';
import type { Vertical } from './profile';

export type SubUseCase =
  | '2FA'
  | 'ACCOUNT_NOTIFICATION'
  | 'CUSTOMER_CARE'
  | 'DELIVERY_NOTIFICATION'
  | 'FRAUD_ALERT'
  | 'HIGHER_EDUCATION'
  | 'MARKETING'
  | 'POLLING_VOTING'
  | 'PUBLIC_SERVICE_ANNOUNCEMENT'
  | 'SECURITY_ALERT';
export type UseCase = SubUseCase | 'LOW_VOLUME' | 'MIXED' | 'STARTER';

/** What an operator writes of a campaign and may write anew after a rejection. */
interface CampaignTexts {
  /** Shown on the provider's console. */
  readonly campaign_alias: string;
  /** 40 characters at least. */
  readonly description: string;
  /** 20 characters at least, as `sample2`. */
  readonly sample1: string;
  readonly sample2: string;
  /** How people opt in. */
  readonly message_flow: string;
  /** The answer to HELP. */
  readonly help_message: string;
  /** The answer to STOP. */
  readonly optout_message: string;
  readonly optin_message?: string;
  /** `YES,SUBSCRIBE`: no spaces, no special characters; as the other keywords. */
  readonly optin_keywords?: string;
  readonly optout_keywords?: string;
  /** In capitals. */
  readonly help_keywords?: string;
}

/** "Register a campaign". */
export interface NewTendlcCampaign extends CampaignTexts, TendlcCallback {
  readonly brand_id: string;
  readonly vertical: Vertical;
  readonly usecase: UseCase;
  /** Two to five, of STARTER, MIXED and LOW_VOLUME only. */
  readonly sub_usecases?: readonly SubUseCase[];
  /** These three are confirmations: nothing but true is taken. */
  readonly subscriber_optin: true;
  readonly subscriber_optout: true;
  readonly subscriber_help: true;
  readonly direct_lending: boolean;
  readonly embedded_link: boolean;
  readonly embedded_phone: boolean;
  readonly age_gated: boolean;
  readonly affiliate_marketing: boolean;
}

/** "Import a campaign" that was registered with the registry directly and shared with the provider there. */
export interface ImportedCampaign extends TendlcCallback {
  readonly campaign_id: string;
  readonly campaign_alias: string;
}

/** "Update a campaign" that failed to register: it is vetted again, for a fee. */
export type TendlcCampaignChanges = Partial<CampaignTexts>;

export interface TendlcCampaignFilter extends PageFilter {
  readonly usecase?: UseCase;
  readonly brand_id?: string;
  /** As the reference writes them here; objects have them in capitals. */
  readonly registration_status?: 'Active' | 'Failed' | 'Processing' | 'Expired';
  /** `shared`: imported from the registry. */
  readonly campaign_source?: 'plivo' | 'shared';
}

const attributes = z.looseObject({
  embedded_link: someBoolean,
  embedded_phone: someBoolean,
  age_gated: someBoolean,
  direct_lending: someBoolean,
  subscriber_optin: someBoolean,
  subscriber_optout: someBoolean,
  subscriber_help: someBoolean,
  affiliate_marketing: someBoolean,
});

const campaign = z.looseObject({
  campaign_id: identifier,
  campaign_alias: someText,
  brand_id: someText,
  /** ACTIVE, FAILED, PROCESSING, EXPIRED. */
  registration_status: someState,
  usecase: someText,
  /** `CUSTOMER_CARE,2FA` */
  sub_usecase: someText,
  vertical: someText,
  description: someText,
  sample1: someText,
  sample2: someText,
  campaign_attributes: some(attributes),
  mno_metadata: mnoMetadata,
  message_flow: someText,
  help_message: someText,
  optin_message: someText,
  optout_message: someText,
  optin_keywords: someText,
  optout_keywords: someText,
  help_keywords: someText,
  campaign_source: someText,
  reseller_id: someText,
  created_at: someText,
});
export type TendlcCampaign = z.infer<typeof campaign>;

export const createdCampaign = z.looseObject({ api_id: someText, campaign_id: identifier, message: someText });
export type CreatedTendlcCampaign = z.infer<typeof createdCampaign>;

export const oneCampaign = z.looseObject({ api_id: someText, campaign });

export const campaignPage = z.looseObject({
  api_id: someText,
  meta: some(pageMeta),
  campaigns: z.array(campaign),
});
export type TendlcCampaignPage = z.infer<typeof campaignPage>;
