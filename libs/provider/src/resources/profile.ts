import { z } from 'zod';

import { identifier, some, someText } from '../answer-reader';
import { pageMeta, type PageFilter } from '../pages';

/** The reference's list; its own examples hold others (`ENTERNTAINMENT`), so answers are not held to it. */
export type Vertical =
  | 'PROFESSIONAL'
  | 'REAL_ESTATE'
  | 'HEALTHCARE'
  | 'HUMAN_RESOURCES'
  | 'ENERGY'
  | 'ENTERTAINMENT'
  | 'RETAIL'
  | 'TRANSPORTATION'
  | 'AGRICULTURE'
  | 'INSURANCE'
  | 'POSTAL'
  | 'EDUCATION'
  | 'HOSPITALITY'
  | 'FINANCIAL'
  | 'POLITICAL'
  | 'GAMBLING'
  | 'LEGAL'
  | 'CONSTRUCTION'
  | 'NGO'
  | 'MANUFACTURING'
  | 'GOVERNMENT'
  | 'TECHNOLOGY'
  | 'COMMUNICATION';

/** Asked with. Answers also hold `PRIVATE_PROFIT`. */
export type EntityType = 'PRIVATE' | 'PUBLIC' | 'NON_PROFIT' | 'GOVERNMENT' | 'INDIVIDUAL';

export interface PostalAddress {
  readonly street: string;
  readonly city: string;
  /** A state's code, e.g. TX. */
  readonly state: string;
  readonly postal_code: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

export interface AuthorizedContact {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  /** The salutation. */
  readonly title?: string;
  readonly seniority?: 'DIRECTOR' | 'GM' | 'VP' | 'CEO' | 'CFO' | 'GENERAL_COUNSEL' | 'OTHER';
}

/** "Create a profile". For `INDIVIDUAL` the EIN, stock and alternate id are left out. */
export interface NewProfile {
  readonly profile_alias: string;
  /** `RESELLER` where messaging is sold on to other businesses. */
  readonly customer_type: 'DIRECT' | 'RESELLER';
  readonly entity_type: EntityType;
  readonly company_name: string;
  readonly vertical: Vertical;
  /** Digits; the reference says integer and writes a string. */
  readonly ein?: string;
  readonly ein_issuing_country?: string;
  readonly address: PostalAddress;
  readonly authorized_contact: AuthorizedContact;
  readonly stock_symbol?: string;
  /** NASDAQ, NYSE, … OTHER: the reference's list. */
  readonly stock_exchange?: string;
  readonly alt_business_id?: string;
  readonly alt_business_id_type?: 'DUNS' | 'LEI' | 'GIIN' | 'NONE';
  readonly website?: string;
  /** `SA…` */
  readonly plivo_subaccount?: string;
}

/** "Update a profile": these fields only. */
export type ProfileChanges = Partial<
  Pick<
    NewProfile,
    'entity_type' | 'company_name' | 'vertical' | 'address' | 'authorized_contact' | 'website' | 'plivo_subaccount'
  >
>;

export interface ProfileFilter extends PageFilter {
  readonly entity_type?: EntityType;
  readonly type?: 'PRIMARY' | 'SECONDARY';
  readonly vertical?: Vertical;
}

export const postalAddress = z.looseObject({
  street: someText,
  city: someText,
  state: someText,
  postal_code: someText,
  country: someText,
});

export const authorizedContact = z.looseObject({
  first_name: someText,
  last_name: someText,
  email: someText,
  phone: someText,
  title: someText,
  seniority: someText,
});

const profile = z.looseObject({
  profile_uuid: identifier,
  profile_alias: someText,
  profile_type: someText,
  /** The account's own profile, of which this is a secondary one. */
  primary_profile: someText,
  customer_type: someText,
  entity_type: someText,
  company_name: someText,
  vertical: someText,
  ein: someText,
  ein_issuing_country: someText,
  address: some(postalAddress),
  authorized_contact: some(authorizedContact),
  stock_symbol: someText,
  stock_exchange: someText,
  alt_business_id: someText,
  alt_business_id_type: someText,
  website: someText,
  plivo_subaccount: someText,
  created_at: someText,
});
export type Profile = z.infer<typeof profile>;

export const createdProfile = z.looseObject({ api_id: someText, message: someText, profile_uuid: identifier });
export type CreatedProfile = z.infer<typeof createdProfile>;

export const oneProfile = z.looseObject({ api_id: someText, profile });

export const profilePage = z.looseObject({ api_id: someText, meta: some(pageMeta), profiles: z.array(profile) });
export type ProfilePage = z.infer<typeof profilePage>;
