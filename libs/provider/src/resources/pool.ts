import { z } from 'zod';

import { identifier, some, someText } from '../answer-reader';
import { pageMeta, type PageFilter } from '../pages';

/** What a number of a pool is used for; `sms` unless told otherwise. */
export type PoolService = 'sms' | 'mms';

export interface PoolNumberFilter extends PageFilter {
  /** Up to ten prefixes without the country code, comma-separated; with `country_iso2` only. */
  readonly starts_with?: string;
  readonly country_iso2?: string;
  /** Local and national numbers are `fixed`. */
  readonly type?: 'fixed' | 'mobile' | 'toll-free';
  readonly service?: PoolService;
}

/** A long code or a toll-free number in a pool. */
export const poolNumber = z.looseObject({
  /** Of a number by itself, not in a list. */
  api_id: someText,
  number: identifier,
  number_pool_uuid: someText,
  /** fixed, mobile, toll-free; `tollfree` in the examples. */
  type: someText,
  /** sms or mms; not in every example. */
  service: someText,
  country_iso2: someText,
  added_on: someText,
  account_phone_number_resource: someText,
});
export type PoolNumber = z.infer<typeof poolNumber>;

export const poolNumberPage = z.looseObject({
  api_id: someText,
  meta: some(pageMeta),
  objects: z.array(poolNumber),
});
export type PoolNumberPage = z.infer<typeof poolNumberPage>;

export const poolShortcode = z.looseObject({
  api_id: someText,
  shortcode: identifier,
  number_pool_uuid: someText,
  country_iso2: someText,
  added_on: someText,
});
export type PoolShortcode = z.infer<typeof poolShortcode>;

export const poolShortcodePage = z.looseObject({
  api_id: someText,
  meta: some(pageMeta),
  objects: z.array(poolShortcode),
});
export type PoolShortcodePage = z.infer<typeof poolShortcodePage>;
