import { parsePhoneNumberFromString as parseAny } from 'libphonenumber-js/max';
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { CountryCode } from 'libphonenumber-js/core';
import { type PhoneCell, readPhoneCell } from './domain/phone-cell';
import type { RejectCode } from './domain/reject';
import { fastPhone, type Phone } from './phone-fast-path';
import { callingCodeOf, planOf } from './phone-plan';

export type PhoneResult = Phone | RejectCode;

const MAX_E164_DIGITS = 15;
// Fewer digits than this with a lost + could as well be a national number with a wrong digit.
const MIN_DIGITS_WITHOUT_PLUS = 11;

/**
 * A cell as a mobile number, or the code of what is wrong with it.
 *
 * @param country ISO 3166 alpha-2: whose numbers need no prefix; undefined when no country is known
 */
export function normalisePhone(cell: string, country: string | undefined): PhoneResult {
  return fastPhone(cell, country) ?? slowPhone(cell, country);
}

/** The same by libphonenumber alone: the judge of the fast path. */
export function slowPhone(cell: string, country: string | undefined): PhoneResult {
  const read = readPhoneCell(cell);
  switch (read.kind) {
    case 'reject':
      return read.code;
    case 'several':
      return sameNumber(read.parts, country);
    case 'number':
      return interpret(read, country);
  }
}

/** One number written twice is still one number. */
function sameNumber(parts: readonly string[], country: string | undefined): PhoneResult {
  const results = parts.map((part) => slowPhone(part, country));
  const [first] = results;
  if (first === undefined || typeof first === 'string') return 'two_numbers';
  return results.every((other) => typeof other !== 'string' && other.phone === first.phone) ? first : 'two_numbers';
}

type CellNumber = Extract<PhoneCell, { kind: 'number' }>;

function interpret(cell: CellNumber, country: string | undefined): PhoneResult {
  for (const [text, home] of readings(cell, country)) {
    const found = lookUp(text, home);
    if (found !== undefined) return found;
  }
  return whatIsWrong(cell, country);
}

/** What the digits can certainly mean, likeliest first: the first that is a mobile number counts. */
function* readings({ digits, international }: CellNumber, country: string | undefined): Generator<[string, string?]> {
  if (international) {
    yield [`+${digits}`];
  } else if (country !== undefined) {
    yield [digits, country];
  }
  if (digits.startsWith('00')) yield [`+${digits.slice(2)}`];
  if (international || country === undefined) return;
  if (digits.startsWith('011') && digits.length >= MIN_DIGITS_WITHOUT_PLUS) yield [`+${digits.slice(3)}`];
  if (isWithoutPlus(digits, country)) yield [`+${digits}`];
}

function lookUp(text: string, country: string | undefined): Phone | undefined {
  const number = parsePhoneNumberFromString(text, country as CountryCode | undefined);
  if (number?.country === undefined || !number.isValid()) return undefined;
  return { phone: number.number.slice(1), country: number.country };
}

/** A lost + is certain with the country's own calling code, or when no mobile number of the country is of this length. */
function isWithoutPlus(digits: string, country: string): boolean {
  const plan = planOf(country);
  if (plan === undefined) return false;
  if (digits.startsWith(plan.callingCode)) return true;
  if (digits.length < MIN_DIGITS_WITHOUT_PLUS || digits.startsWith('0')) return false;
  const { simplePrefix, mobileLengths } = plan;
  const prefixLength = simplePrefix !== undefined && digits.startsWith(simplePrefix) ? simplePrefix.length : 0;
  return !mobileLengths.has(digits.length) && !mobileLengths.has(digits.length - prefixLength);
}

function whatIsWrong({ digits, international }: CellNumber, country: string | undefined): RejectCode {
  const hasPrefix = international || digits.startsWith('00');
  if (digits.length > MAX_E164_DIGITS + (hasPrefix ? 2 : 0)) return 'phone_too_long';
  if (/^0+$/.test(digits)) return 'invalid_number';
  if (!hasPrefix && country === undefined) return 'no_country';
  const text = hasPrefix ? `+${digits.replace(/^00/, '')}` : digits;
  if (hasPrefix && callingCodeOf(text.slice(1)) === undefined) return 'unknown_country_code';
  const any = parseAny(text, country as CountryCode | undefined);
  if (any === undefined) return 'invalid_number';
  if (any.isValid()) return 'not_a_mobile';
  if (!any.isPossible()) {
    const national = any.nationalNumber.length;
    const lengths = [...(planOf(any.country ?? country ?? '')?.mobileLengths ?? [])];
    if (lengths.length > 0 && national < Math.min(...lengths)) return 'phone_too_short';
    if (lengths.length > 0 && national > Math.max(...lengths)) return 'phone_too_long';
  }
  return 'invalid_number';
}
