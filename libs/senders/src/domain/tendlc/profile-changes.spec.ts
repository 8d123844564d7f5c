import { differencesOf, differenceWarnings, fixedChanges, profileChanges } from './profile-changes';

const DETAILS = {
  profile_alias: 'Example',
  company_name: ' Example Inc. ',
  ein: '12-3456789',
  website: '',
  address: { street: '200 Main St', city: 'Austin' },
  authorized_contact: { phone: '+15125550100' },
};

describe('the changes of a profile', () => {
  it('are sent of what the provider lets be changed, without blanks and without what is empty', () => {
    expect(profileChanges(DETAILS)).toEqual({
      company_name: 'Example Inc.',
      address: DETAILS.address,
      authorized_contact: DETAILS.authorized_contact,
    });
  });

  it('name what cannot be changed', () => {
    const after = {
      ...DETAILS,
      ein: '987654321',
      profile_alias: ' Example',
      company_name: 'Other',
      stock_symbol: 'EX',
    };
    expect(fixedChanges(DETAILS, after)).toEqual(['ein', 'stock_symbol']);
  });

  it('are not seen where the provider writes the same in another way, or shows nothing', () => {
    const found = { company_name: 'Example Inc.', ein: '123456789', authorized_contact: { phone: '15125550100' } };
    expect(differencesOf(DETAILS, found)).toEqual([]);
  });

  it('made elsewhere are told with both values', () => {
    const differences = differencesOf(DETAILS, { company_name: 'Other Inc.', address: { city: 'Dallas' } });
    expect(differences).toEqual([
      { field: 'company_name', there: 'Other Inc.' },
      { field: 'address.city', there: 'Dallas' },
    ]);
    expect(differenceWarnings(DETAILS, differences)[1]).toEqual({
      field: 'profile.address.city',
      message: 'is "Dallas" at the provider, and "Austin" here: give the one that is right, and submit',
    });
  });
});
