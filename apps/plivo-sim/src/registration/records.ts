import { type RegistrationState } from './machine';

/** Where the customer wants to be told. */
export interface Hook {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

interface Registration<K extends 'brand' | 'campaign' | 'number_linking' | 'number_unlinking' | 'tollfree'> {
  kind: K;
  /** The id that the API gives out; of a number link, the number. */
  readonly id: string;
  readonly authId: string;
  state: RegistrationState<K>;
  /** Why it was rejected or failed. */
  reason: string | null;
  hook: Hook | null;
  readonly createdAt: number;
  changedAt: number;
}

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postal_code: string;
  readonly country: string;
}

export interface Contact {
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly email: string;
  readonly title: string;
  readonly seniority: string;
}

/** A profile's own fields, as they are shown. */
export interface ProfileDetails {
  profile_alias: string;
  customer_type: string;
  entity_type: string;
  company_name: string;
  vertical: string;
  ein: string;
  ein_issuing_country: string;
  address: Address;
  authorized_contact: Contact;
  stock_symbol: string;
  stock_exchange: string;
  alt_business_id: string;
  alt_business_id_type: string;
  website: string;
  plivo_subaccount: string;
}

export interface Profile {
  readonly uuid: string;
  readonly authId: string;
  readonly type: 'PRIMARY' | 'SECONDARY';
  readonly createdAt: number;
  details: ProfileDetails;
}

export interface Brand extends Registration<'brand'> {
  readonly alias: string;
  readonly type: 'STANDARD' | 'STARTER';
  readonly profileUuid: string;
  /** The profile as it was when the brand was asked for. */
  readonly details: ProfileDetails;
  readonly secondaryVetting: boolean;
  vettingScore: number | null;
}

export interface Campaign extends Registration<'campaign'> {
  readonly brandId: string;
  readonly usecase: string;
  readonly subUsecases: readonly string[];
  readonly vertical: string;
  readonly source: 'plivo' | 'shared';
  readonly attributes: Readonly<Record<string, boolean>>;
  alias: string;
  resellerId: string;
  /** description, sample1, message_flow, … : whatever was given. */
  texts: Readonly<Record<string, string>>;
}

/** A number and the campaign that it is linked to, or on its way to or from. */
export interface NumberLink extends Registration<'number_linking' | 'number_unlinking'> {
  readonly campaignId: string;
  /** Operators have it as a number of the campaign, until they have unlinked it. */
  linked: boolean;
}

export interface TollfreeContent {
  profile_uuid: string;
  usecase: string;
  usecase_summary: string;
  message_sample: string;
  optin_image_url: string;
  optin_type: string;
  volume: string;
  additional_information: string;
  extra_data: string;
}

export interface Verification extends Registration<'tollfree'> {
  readonly number: string;
  content: TollfreeContent;
  /** Edited while it was UPDATE_REQUIRED, and still called so: it is looked at all the same. */
  resubmitted: boolean;
}

export type AnyRegistration = Brand | Campaign | NumberLink | Verification;
