import { z } from 'zod';

import { identifier, some, someNumber, someState, someText } from '../answer-reader';
import { pageMeta, type PageFilter } from '../pages';
import { authorizedContact, postalAddress } from './profile';

/** Where the provider reports what becomes of a 10DLC request. */
export interface TendlcCallback {
  readonly url?: string;
  /** POST unless told otherwise. */
  readonly method?: 'GET' | 'POST';
}

/** "Register a brand". */
export interface NewBrand extends TendlcCallback {
  readonly brand_alias: string;
  /** Not one that another brand was made of. */
  readonly profile_uuid: string;
  /** STARTER unless told otherwise; the provider has paused those. STANDARD needs a profile with an EIN. */
  readonly brand_type?: 'STANDARD' | 'STARTER';
  /** STANDARD only; true unless told otherwise. The score decides the throughput. */
  readonly secondary_vetting?: boolean;
}

export interface BrandFilter extends PageFilter {
  readonly registration_status?: 'FAILED' | 'PROCESSING' | 'COMPLETED';
  readonly type?: 'STARTER' | 'STANDARD';
}

const brand = z.looseObject({
  brand_id: identifier,
  brand_alias: someText,
  brand_type: someText,
  profile_uuid: someText,
  /** FAILED, PROCESSING, COMPLETED. */
  registration_status: someState,
  company_name: someText,
  ein: someText,
  ein_issuing_country: someText,
  entity_type: someText,
  vertical: someText,
  website: someText,
  /** 0 to 100, of the registry's vetting. */
  vetting_score: someNumber,
  vetting_status: someState,
  address: some(postalAddress),
  authorized_contact: some(authorizedContact),
  created_at: someText,
});
export type Brand = z.infer<typeof brand>;

export const createdBrand = z.looseObject({ api_id: someText, brand_id: identifier, message: someText });
export type CreatedBrand = z.infer<typeof createdBrand>;

export const oneBrand = z.looseObject({ api_id: someText, brand });

export const brandPage = z.looseObject({ api_id: someText, meta: some(pageMeta), brands: z.array(brand) });
export type BrandPage = z.infer<typeof brandPage>;

export const brandUseCases = z.looseObject({
  api_id: someText,
  brand_id: someText,
  use_cases: z.array(z.looseObject({ code: identifier, name: someText, details: someText })),
});
/** What a brand's campaigns may be for: `code` is a campaign's `usecase`. */
export type BrandUseCases = z.infer<typeof brandUseCases>;
