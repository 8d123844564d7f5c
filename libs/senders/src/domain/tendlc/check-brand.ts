import { BRAND_TYPES } from './allowed-values';
import { type Details, textOf } from './details';
import { Findings } from './findings';

const NEEDS_EIN =
  'is STANDARD, but the profile has no EIN: give profile.ein and profile.ein_issuing_country (a brand without an EIN can only be STARTER)';
const PAUSED =
  'is STARTER: the provider has paused new STARTER brands; must be STANDARD, for which the profile needs an EIN';

/** Everything the reference asks of a brand that is to be made of this profile. A type must be named: the provider’s default is paused. */
export function checkBrand(details: Details, profile: Details, path = 'brand'): Findings {
  const found = new Findings(path);
  found.text(details, 'brand_alias', 'a friendly name');
  const type = found.oneOf(details, 'brand_type', BRAND_TYPES);
  if (type === 'STARTER') found.error('brand_type', PAUSED);
  if (type === 'STANDARD' && textOf(profile, 'ein') === undefined) found.error('brand_type', NEEDS_EIN);
  const vetting = details.secondary_vetting;
  if (vetting === undefined) return found;
  if (typeof vetting !== 'boolean') found.flag(details, 'secondary_vetting', 'the provider’s default is true');
  else if (vetting && type === 'STARTER') {
    found.error('secondary_vetting', 'is true: only a STANDARD brand can be vetted');
  } else if (!vetting && type === 'STANDARD') {
    found.warn('secondary_vetting', 'is false: an unvetted brand has the lowest throughput');
  }
  return found;
}
