import { z } from 'zod';

import { identifier, some, someText } from '../answer-reader';
import { pageMeta, type PageFilter } from '../pages';

export type OptinType = 'VERBAL' | 'WEB_FORM' | 'PAPER_FORM' | 'VIA_TEXT' | 'MOBILE_QR_CODE';

/** "Create a toll-free verification". Several use cases, samples or URLs go into one string. */
export interface NewTollfreeVerification {
  readonly profile_uuid: string;
  /** A US or Canadian toll-free number, E.164. */
  readonly number: string;
  /** Comma-separated. */
  readonly usecase: string;
  /** 500 characters at most. */
  readonly usecase_summary: string;
  /** 1,000 characters at most. */
  readonly message_sample: string;
  /** Pictures of how people opt in, in keeping with `optin_type`. */
  readonly optin_image_url: string;
  readonly optin_type: OptinType;
  /** Messages a month, as the provider writes its steps: `1,000`. */
  readonly volume: string;
  readonly additional_information?: string;
  /** Handed back as it is. */
  readonly extra_data?: string;
  /** Where the provider reports each change of status. */
  readonly callback_url?: string;
  /** In the provider's SDK only. */
  readonly callback_method?: 'GET' | 'POST';
}

/** While SUBMITTED or UPDATE_REQUIRED. */
export type TollfreeVerificationChanges = Partial<Omit<NewTollfreeVerification, 'number'>>;

/** Days are `YYYY-MM-DD`. Without one the provider looks back 7 days, with one 30 at most. */
export interface TollfreeVerificationFilter extends PageFilter {
  readonly number?: string;
  readonly status?: string;
  readonly profile_uuid?: string;
  readonly created?: string;
  readonly created__gt?: string;
  readonly created__gte?: string;
  readonly created__lt?: string;
  readonly created__lte?: string;
  /** Comma-separated: requests with exactly these. */
  readonly usecase?: string;
}

export const tollfreeVerification = z.looseObject({
  /** On an object by itself, not in a list. */
  api_id: someText,
  uuid: identifier,
  number: identifier,
  /** SUBMITTED, PROCESSING, APPROVED, REJECTED, UPDATE_REQUIRED. */
  status: z.string().transform((status) => status.toUpperCase()),
  profile_uuid: someText,
  usecase: z.preprocess((value) => (Array.isArray(value) ? value.join(',') : value), someText),
  usecase_summary: someText,
  message_sample: someText,
  optin_image_url: z.preprocess((value) => (Array.isArray(value) ? value.join(',') : value), someText),
  optin_type: someText,
  volume: someText,
  additional_information: someText,
  extra_data: someText,
  callback_url: someText,
  /** Why it was turned down: the description of the object says one, its examples the other. */
  rejection_reason: someText,
  error_message: someText,
  created: someText,
  last_modified: someText,
});
export type TollfreeVerification = z.infer<typeof tollfreeVerification>;

export const createdVerification = z.looseObject({ api_id: someText, message: someText, uuid: identifier });
export type CreatedTollfreeVerification = z.infer<typeof createdVerification>;

export const verificationPage = z.looseObject({
  api_id: someText,
  meta: some(pageMeta),
  objects: z.array(tollfreeVerification),
});
export type TollfreeVerificationPage = z.infer<typeof verificationPage>;
