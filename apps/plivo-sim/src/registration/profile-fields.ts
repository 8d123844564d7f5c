import { ApiFault } from '../http/api-fault';
import { Fields, present } from '../http/fields';
import { type RegistrationOptions } from '../options/registration-options';
import { type Address, type Contact, type ProfileDetails } from './records';
import { BUSINESS_ID_TYPES, CUSTOMER_TYPES, ENTITY_TYPES, SENIORITIES, STOCK_EXCHANGES, VERTICALS } from './values';

/** What may be changed later [ref]. */
const UPDATABLE = [
  'entity_type',
  'company_name',
  'vertical',
  'address',
  'authorized_contact',
  'website',
  'plivo_subaccount',
];
const ONLY_AT_CREATION = [
  'profile_alias',
  'customer_type',
  'ein',
  'ein_issuing_country',
  'stock_symbol',
  'stock_exchange',
  'alt_business_id',
  'alt_business_id_type',
];
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const STATE_CODE_COUNTRIES = ['US', 'CA'];

function matching(fields: Fields, name: string, shape: RegExp, what: string): string | undefined {
  const value = fields.text(name);
  if (value !== undefined && !shape.test(value.trim())) throw new ApiFault(400, `${name} must be ${what}`);
  return value?.trim();
}

function countryCode(fields: Fields, name: string): string | undefined {
  return matching(fields, name, /^[A-Za-z]{2}$/, 'an ISO alpha-2 country code')?.toUpperCase();
}

function readAddress(fields: Fields): Address {
  const address = present('address', fields.object('address'));
  const country = present('address.country', countryCode(address, 'country'));
  const state = address.required('state');
  if (STATE_CODE_COUNTRIES.includes(country) && !/^[A-Za-z]{2}$/.test(state)) {
    throw new ApiFault(400, 'state must be a valid state code, e.g. TX for Texas');
  }
  const [street, city, postal_code] = ['street', 'city', 'postal_code'].map((name) => address.required(name));
  return { street: street ?? '', city: city ?? '', state, postal_code: postal_code ?? '', country };
}

function readContact(fields: Fields, options: RegistrationOptions): Contact {
  const contact = present('authorized_contact', fields.object('authorized_contact'));
  const seniority = options.seniority === 'any' ? contact.text('seniority') : contact.oneOf('seniority', SENIORITIES);
  return {
    first_name: contact.required('first_name'),
    last_name: contact.required('last_name'),
    phone: present('phone', matching(contact, 'phone', /^\+?[1-9]\d{6,14}$/, 'a phone number in E.164 format')),
    email: present('email', matching(contact, 'email', EMAIL, 'an email address')),
    title: contact.text('title') ?? '',
    seniority: seniority ?? '',
  };
}

function readSubaccount(fields: Fields): string | undefined {
  return matching(fields, 'plivo_subaccount', /^SA[A-Z0-9]{1,18}$/, 'the auth ID of a subaccount');
}

/** Reads the body of a creation; throws ApiFault 400 naming the first thing that is wrong. */
export function readProfile(body: Readonly<Record<string, unknown>>, options: RegistrationOptions): ProfileDetails {
  const fields = new Fields(body);
  return {
    profile_alias: fields.required('profile_alias'),
    customer_type: present('customer_type', fields.oneOf('customer_type', CUSTOMER_TYPES)),
    entity_type: present('entity_type', fields.oneOf('entity_type', ENTITY_TYPES)),
    company_name: fields.required('company_name'),
    vertical: present('vertical', fields.oneOf('vertical', VERTICALS)),
    ein: matching(fields, 'ein', /^[\d-]{1,20}$/, 'a number') ?? '',
    ein_issuing_country: countryCode(fields, 'ein_issuing_country') ?? '',
    address: readAddress(fields),
    authorized_contact: readContact(fields, options),
    stock_symbol: fields.text('stock_symbol') ?? '',
    stock_exchange: fields.oneOf('stock_exchange', STOCK_EXCHANGES) ?? '',
    alt_business_id: fields.text('alt_business_id') ?? '',
    alt_business_id_type: fields.oneOf('alt_business_id_type', BUSINESS_ID_TYPES) ?? '',
    website: fields.text('website') ?? '',
    plivo_subaccount: readSubaccount(fields) ?? '',
  };
}

/** Reads the body of an update: one or more of what may be changed. */
export function readProfileChanges(
  body: Readonly<Record<string, unknown>>,
  options: RegistrationOptions,
): Partial<ProfileDetails> {
  const fields = new Fields(body);
  const fixed = ONLY_AT_CREATION.find((name) => fields.has(name));
  if (fixed !== undefined) throw new ApiFault(400, `${fixed} can not be updated`);
  if (!UPDATABLE.some((name) => fields.has(name))) {
    throw new ApiFault(400, `one of ${UPDATABLE.join(', ')} is required`);
  }
  const changes: { [K in keyof ProfileDetails]?: ProfileDetails[K] | undefined } = {
    entity_type: fields.oneOf('entity_type', ENTITY_TYPES),
    company_name: fields.text('company_name'),
    vertical: fields.oneOf('vertical', VERTICALS),
    address: fields.has('address') ? readAddress(fields) : undefined,
    authorized_contact: fields.has('authorized_contact') ? readContact(fields, options) : undefined,
    website: fields.text('website'),
    plivo_subaccount: readSubaccount(fields),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
