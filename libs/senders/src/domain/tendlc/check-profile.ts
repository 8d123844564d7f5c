import {
  ALT_BUSINESS_ID_TYPES,
  CUSTOMER_TYPES,
  ENTITY_TYPES,
  SENIORITIES,
  STOCK_EXCHANGES,
  US_STATES,
  VERTICALS,
} from './allowed-values';
import { type Details, textOf, within } from './details';
import { Findings, shown } from './findings';

const COUNTRY = /^[A-Z]{2}$/;
const E164 = /^\+?[1-9]\d{6,14}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const SUBACCOUNT = /^SA[A-Z0-9]{18}$/;
const US_EIN = /^\d{9}$/;

/** Everything the reference asks of a profile. */
export function checkProfile(details: Details, path = 'profile'): Findings {
  const found = new Findings(path);
  found.text(details, 'profile_alias', 'a friendly name');
  found.oneOf(details, 'customer_type', CUSTOMER_TYPES);
  const entity = found.oneOf(details, 'entity_type', ENTITY_TYPES);
  found.text(details, 'company_name', 'the legal name of the company, exactly as it is registered');
  found.oneOf(details, 'vertical', VERTICALS);
  checkEin(details, found, entity === 'INDIVIDUAL');
  checkAddress(within(details, 'address'), found.under('address'));
  checkContact(within(details, 'authorized_contact'), found.under('authorized_contact'));
  found.oneOf(details, 'stock_exchange', STOCK_EXCHANGES, false);
  found.oneOf(details, 'alt_business_id_type', ALT_BUSINESS_ID_TYPES, false);
  if (entity === 'PUBLIC' && (textOf(details, 'stock_symbol') ?? textOf(details, 'stock_exchange')) === undefined) {
    found.warn('stock_symbol', 'is missing: the registry looks a public company up by its stock symbol and exchange');
  }
  const subaccount = textOf(details, 'plivo_subaccount');
  if (subaccount !== undefined && !SUBACCOUNT.test(subaccount)) {
    found.error('plivo_subaccount', `is ${shown(subaccount)}: must be SA and 18 capital letters or digits`);
  }
  return found;
}

function checkEin(details: Details, found: Findings, individual: boolean): void {
  const ein = textOf(details, 'ein');
  const country = textOf(details, 'ein_issuing_country');
  if (country !== undefined && !COUNTRY.test(country)) {
    found.error('ein_issuing_country', `is ${shown(country)}: must be an ISO 3166-1 alpha-2 code, as US`);
  }
  if (ein === undefined) {
    const advice = 'is missing: without it there is no STANDARD brand, and so no more than the lowest throughput';
    if (!individual) found.warn('ein', advice);
    return;
  }
  if (country === undefined) found.error('ein_issuing_country', 'is missing: the country that issued the EIN, as US');
  if (!/^\d+$/.test(ein)) found.error('ein', `is ${shown(ein)}: must be digits alone, without hyphens or blanks`);
  else if (country === 'US' && !US_EIN.test(ein)) {
    found.error('ein', `is ${shown(ein)}, ${ein.length} digits: an EIN of the United States has 9`);
  }
}

function checkAddress(address: Details, found: Findings): void {
  found.text(address, 'street', 'the street of the company’s address');
  found.text(address, 'city', 'the city of the company’s address');
  found.text(address, 'postal_code', 'the postal code of the company’s address');
  const state = found.text(address, 'state', 'the code of the state, as TX');
  const country = found.text(address, 'country', 'an ISO 3166-1 alpha-2 code, as US');
  if (country !== undefined && !COUNTRY.test(country)) {
    found.error('country', `is ${shown(country)}: must be an ISO 3166-1 alpha-2 code, as US`);
  }
  if (state !== undefined && country === 'US' && !US_STATES.some((each) => each === state)) {
    found.error('state', `is ${shown(state)}: must be the code of a state of the United States, as TX`);
  }
}

function checkContact(contact: Details, found: Findings): void {
  found.text(contact, 'first_name', 'who answers for the company');
  found.text(contact, 'last_name', 'who answers for the company');
  found.text(contact, 'title', 'how the person is addressed, as Ms');
  found.oneOf(contact, 'seniority', SENIORITIES);
  const email = found.text(contact, 'email', 'the person’s email address');
  if (email !== undefined && !EMAIL.test(email)) {
    found.error('email', `is ${shown(email)}: must be an email address`);
  }
  const phone = found.text(contact, 'phone', 'the company’s phone number in E.164 form, as +14155550100');
  if (phone !== undefined && !E164.test(phone)) {
    found.error('phone', `is ${shown(phone)}: must be a number in E.164 form, as +14155550100`);
  }
}
