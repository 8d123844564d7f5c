import { checkBrand } from './check-brand';
import type { Details } from './details';

const BRAND = { brand_alias: 'Example', brand_type: 'STANDARD', secondary_vetting: true };
const WITH_EIN = { ein: '123456789' };

function errorsOf(changes: Details, profile: Details = WITH_EIN): string[] {
  const { errors } = checkBrand({ ...BRAND, ...changes }, profile);
  return errors.map(({ field, message }) => `${field ?? ''} ${message}`);
}

describe('checkBrand', () => {
  it('finds nothing wrong in a STANDARD brand of a profile with an EIN', () => {
    expect(checkBrand(BRAND, WITH_EIN)).toMatchObject({ errors: [], warnings: [] });
    expect(errorsOf({ secondary_vetting: undefined })).toEqual([]);
  });

  it.each<[Details, Details, string]>([
    [{ brand_alias: '' }, WITH_EIN, 'brand.brand_alias is missing: a friendly name'],
    [{ brand_type: undefined }, WITH_EIN, 'brand.brand_type is missing: one of STANDARD, STARTER'],
    [{ brand_type: 'SOLE' }, WITH_EIN, 'brand.brand_type is "SOLE": must be one of STANDARD, STARTER'],
    [
      { brand_type: 'STARTER', secondary_vetting: undefined },
      WITH_EIN,
      'brand.brand_type is STARTER: the provider has paused new STARTER brands; must be STANDARD, for which the profile needs an EIN',
    ],
    [
      {},
      {},
      'brand.brand_type is STANDARD, but the profile has no EIN: give profile.ein and profile.ein_issuing_country ' +
        '(a brand without an EIN can only be STARTER)',
    ],
    [
      { secondary_vetting: 'yes' },
      WITH_EIN,
      'brand.secondary_vetting is "yes": must be true or false (the provider’s default is true)',
    ],
  ])('refuses %j of a profile %j, saying what it was and what is allowed', (changes, profile, message) => {
    expect(errorsOf(changes, profile)).toEqual([message]);
  });

  it('refuses to vet a STARTER brand', () => {
    expect(errorsOf({ brand_type: 'STARTER' })).toContain(
      'brand.secondary_vetting is true: only a STANDARD brand can be vetted',
    );
  });

  it('warns of a brand that is not to be vetted', () => {
    expect(checkBrand({ ...BRAND, secondary_vetting: false }, WITH_EIN).warnings).toEqual([
      { field: 'brand.secondary_vetting', message: 'is false: an unvetted brand has the lowest throughput' },
    ]);
  });
});
