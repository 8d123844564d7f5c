import { checkProfile } from './check-profile';
import type { Details } from './details';

const PROFILE = {
  profile_alias: 'Example',
  customer_type: 'DIRECT',
  entity_type: 'PRIVATE',
  company_name: 'Example Inc.',
  vertical: 'RETAIL',
  ein: '123456789',
  ein_issuing_country: 'US',
  address: { street: '200 Main St', city: 'Austin', state: 'TX', postal_code: '78701', country: 'US' },
  authorized_contact: {
    first_name: 'Ada',
    last_name: 'Miller',
    email: 'ada@example.com',
    title: 'Ms',
    seniority: 'CEO',
    phone: '+15125550100',
  },
};

function errorsOf(changes: Details): string[] {
  const { errors } = checkProfile({ ...PROFILE, ...changes });
  return errors.map(({ field, message }) => `${field ?? ''} ${message}`);
}

function warningsOf(changes: Details): string[] {
  const { warnings } = checkProfile({ ...PROFILE, ...changes });
  return warnings.map(({ field, message }) => `${field ?? ''} ${message}`);
}

const address = (changes: Details) => ({ address: { ...PROFILE.address, ...changes } });
const contact = (changes: Details) => ({ authorized_contact: { ...PROFILE.authorized_contact, ...changes } });

describe('checkProfile', () => {
  it('finds nothing wrong in a complete profile', () => {
    expect(checkProfile(PROFILE)).toMatchObject({ errors: [], warnings: [] });
  });

  it.each<[Details, string]>([
    [{ profile_alias: ' ' }, 'profile.profile_alias is missing: a friendly name'],
    [{ customer_type: undefined }, 'profile.customer_type is missing: one of DIRECT, RESELLER'],
    [{ customer_type: 'AGENCY' }, 'profile.customer_type is "AGENCY": must be one of DIRECT, RESELLER'],
    [
      { entity_type: 'PRIVATE_PROFIT' },
      'profile.entity_type is "PRIVATE_PROFIT": must be one of PRIVATE, PUBLIC, NON_PROFIT, GOVERNMENT, INDIVIDUAL',
    ],
    [
      { company_name: null },
      'profile.company_name is missing: the legal name of the company, exactly as it is registered',
    ],
    [
      { vertical: 'ENTERNTAINMENT' },
      'profile.vertical is "ENTERNTAINMENT": must be one of PROFESSIONAL, REAL_ESTATE, HEALTHCARE, HUMAN_RESOURCES, ENERGY, ' +
        'ENTERTAINMENT, RETAIL, TRANSPORTATION, AGRICULTURE, INSURANCE, POSTAL, EDUCATION, HOSPITALITY, FINANCIAL, POLITICAL, ' +
        'GAMBLING, LEGAL, CONSTRUCTION, NGO, MANUFACTURING, GOVERNMENT, TECHNOLOGY, COMMUNICATION',
    ],
    [{ ein: '12-3456789' }, 'profile.ein is "12-3456789": must be digits alone, without hyphens or blanks'],
    [{ ein: '12125552222' }, 'profile.ein is "12125552222", 11 digits: an EIN of the United States has 9'],
    [
      { ein_issuing_country: undefined },
      'profile.ein_issuing_country is missing: the country that issued the EIN, as US',
    ],
    [{ ein_issuing_country: 'USA' }, 'profile.ein_issuing_country is "USA": must be an ISO 3166-1 alpha-2 code, as US'],
    [address({ street: '' }), 'profile.address.street is missing: the street of the company’s address'],
    [address({ city: '' }), 'profile.address.city is missing: the city of the company’s address'],
    [address({ postal_code: '' }), 'profile.address.postal_code is missing: the postal code of the company’s address'],
    [address({ state: undefined }), 'profile.address.state is missing: the code of the state, as TX'],
    [
      address({ state: 'Texas' }),
      'profile.address.state is "Texas": must be the code of a state of the United States, as TX',
    ],
    [address({ country: undefined }), 'profile.address.country is missing: an ISO 3166-1 alpha-2 code, as US'],
    [address({ country: 'us' }), 'profile.address.country is "us": must be an ISO 3166-1 alpha-2 code, as US'],
    [contact({ first_name: '' }), 'profile.authorized_contact.first_name is missing: who answers for the company'],
    [contact({ last_name: '' }), 'profile.authorized_contact.last_name is missing: who answers for the company'],
    [contact({ title: '' }), 'profile.authorized_contact.title is missing: how the person is addressed, as Ms'],
    [
      contact({ seniority: 'admin' }),
      'profile.authorized_contact.seniority is "admin": must be one of DIRECTOR, GM, VP, CEO, CFO, GENERAL_COUNSEL, OTHER',
    ],
    [contact({ email: 'ada' }), 'profile.authorized_contact.email is "ada": must be an email address'],
    [
      contact({ phone: '512 555 0100' }),
      'profile.authorized_contact.phone is "512 555 0100": must be a number in E.164 form, as +14155550100',
    ],
    [
      { stock_exchange: 'XETRA' },
      'profile.stock_exchange is "XETRA": must be one of NASDAQ, NYSE, AMEX, AMX, ASX, B3, BME, BSE, FRA, ICEX, JPX, JSE, KRX, LON, ' +
        'NSE, OMX, SEHK, SGX, SSE, STO, SWX, SZSE, TSX, TWSE, VSE, OTHER',
    ],
    [{ alt_business_id_type: 'VAT' }, 'profile.alt_business_id_type is "VAT": must be one of DUNS, LEI, GIIN, NONE'],
    [
      { plivo_subaccount: 'MA2025RK4E639VJFZAMM' },
      'profile.plivo_subaccount is "MA2025RK4E639VJFZAMM": must be SA and 18 capital letters or digits',
    ],
  ])('refuses %j, saying what it was and what is allowed', (changes, message) => {
    expect(errorsOf(changes)).toEqual([message]);
  });

  it('names every field of an empty profile', () => {
    expect(checkProfile({}).errors.map(({ field }) => field)).toEqual([
      'profile.profile_alias',
      'profile.customer_type',
      'profile.entity_type',
      'profile.company_name',
      'profile.vertical',
      'profile.address.street',
      'profile.address.city',
      'profile.address.postal_code',
      'profile.address.state',
      'profile.address.country',
      'profile.authorized_contact.first_name',
      'profile.authorized_contact.last_name',
      'profile.authorized_contact.title',
      'profile.authorized_contact.seniority',
      'profile.authorized_contact.email',
      'profile.authorized_contact.phone',
    ]);
  });

  it('takes any EIN of digits from another country, and a state of its own', () => {
    expect(errorsOf({ ein: '5566778899', ein_issuing_country: 'SE' })).toEqual([]);
    expect(errorsOf(address({ state: 'Bavaria', country: 'DE' }))).toEqual([]);
  });

  it('lets an individual go without an EIN, and warns any other', () => {
    expect(warningsOf({ ein: undefined, entity_type: 'INDIVIDUAL' })).toEqual([]);
    expect(warningsOf({ ein: undefined })).toEqual([
      'profile.ein is missing: without it there is no STANDARD brand, and so no more than the lowest throughput',
    ]);
  });

  it('warns a public company without its stock symbol', () => {
    expect(warningsOf({ entity_type: 'PUBLIC' })).toEqual([
      'profile.stock_symbol is missing: the registry looks a public company up by its stock symbol and exchange',
    ]);
  });
});
