import { z } from 'zod';

import { someNumber, someText } from '../answer-reader';

const network = z.looseObject({
  /** Transactions (message parts) per minute, with every network but T-Mobile. */
  tpm: someNumber,
  /** T-Mobile's tier, which stands for a number of parts a day. */
  brand_tier: someText,
});

/**
 * What each network allows a campaign. Examples write `"at&t": {"tpm": "4500", "brand_tier": null}` and `"AT&T": {"tpm": 4500}`: names
 * are given here in lower case (`at&t`, `t-mobile`, `us cellular`, `verizon wireless`), numbers as numbers.
 */
export const mnoMetadata = z.preprocess(inLowerCase, z.record(z.string(), network).optional().catch(undefined));
export type MnoMetadata = z.infer<typeof mnoMetadata>;

function inLowerCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.trim().toLowerCase(), each as unknown]));
}
