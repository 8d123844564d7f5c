import { z } from 'zod';

import { identifier, some, someText } from '../answer-reader';
import { pageMeta } from '../pages';
import type { TendlcCallback } from './brand';

/** "Link numbers to a campaign". */
export interface NewNumberLinks extends TendlcCallback {
  /** E.164, rented to the account. */
  readonly numbers: readonly string[];
}

const linkedNumber = z.looseObject({
  number: identifier,
  /** FAILED, PROCESSING, COMPLETED: of the linking. */
  status: z.string().transform((status) => status.toUpperCase()),
});
export type LinkedNumber = z.infer<typeof linkedNumber>;

export const linkedNumberPage = z.looseObject({
  api_id: someText,
  /** The reference's examples have none, though the list takes a limit and an offset. */
  meta: some(pageMeta),
  campaign_id: someText,
  campaign_alias: someText,
  usecase: someText,
  phone_numbers: z.array(linkedNumber),
});
export type LinkedNumberPage = z.infer<typeof linkedNumberPage>;
