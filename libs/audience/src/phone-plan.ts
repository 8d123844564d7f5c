import metadata from 'libphonenumber-js/metadata.mobile.json';

/**
 * The numbering plans of libphonenumber's mobile metadata, compiled once, for the fast path. Layout of the metadata:
 * libphonenumber-js `METADATA.md`; what is done with it here is checked against the library number by number (phone.spec.ts).
 */
export interface PhonePlan {
  readonly country: string;
  readonly callingCode: string;
  /** What is dialled before an international number. */
  readonly internationalPrefix: RegExp;
  readonly general: RegExp;
  readonly mobile: RegExp;
  readonly mobileLengths: ReadonlySet<number>;
  /** Matches a number that begins with something dialled inside the country only. */
  readonly nationalPrefix: RegExp | undefined;
  /** The same where it is nothing but digits. */
  readonly simplePrefix: string | undefined;
  /** Where several countries share a calling code: numbers that begin like this are this country's. */
  readonly leadingDigits: RegExp | undefined;
}

const CALLING_CODE = 0;
const INTERNATIONAL_PREFIX = 1;
const GENERAL = 2;
const LENGTHS = 3;
const NATIONAL_PREFIX = 5;
const NATIONAL_PREFIX_FOR_PARSING = 7;
const LEADING_DIGITS = 10;
const TYPES = 11;
const MOBILE_TYPE = 1;

type Metadata = Record<string, readonly unknown[] | undefined>;
const countries = metadata.countries as unknown as Metadata;
const callingCodes = metadata.country_calling_codes as unknown as Record<string, readonly string[]>;

const plans = new Map<string, PhonePlan>();
for (const country of Object.keys(countries)) {
  const plan = compile(country);
  if (plan !== undefined) plans.set(country, plan);
}
const plansByCallingCode = new Map<string, readonly PhonePlan[]>();
for (const [callingCode, members] of Object.entries(callingCodes)) {
  const compiled = members.map((country) => plans.get(country));
  // A code is only useful here when every country that shares it is understood.
  if (compiled.every((plan) => plan !== undefined)) plansByCallingCode.set(callingCode, compiled);
}

/** ISO 3166 codes of the countries that have mobile numbers. */
export function isCountry(country: string): boolean {
  return countries[country] !== undefined;
}

export function planOf(country: string): PhonePlan | undefined {
  return plans.get(country);
}

/** The plans that share a calling code, the main country first. */
export function plansOf(callingCode: string): readonly PhonePlan[] | undefined {
  return plansByCallingCode.get(callingCode);
}

/** The calling code at the beginning of an international number; codes are prefix-free. */
export function callingCodeOf(digits: string): string | undefined {
  for (let length = 1; length <= 3; length++) {
    const code = digits.slice(0, length);
    if (callingCodes[code] !== undefined) return code;
  }
  return undefined;
}

function compile(country: string): PhonePlan | undefined {
  const data = countries[country] ?? [];
  const types = data[TYPES] as readonly unknown[] | undefined | 0;
  const mobile = types ? (types[MOBILE_TYPE] as [string, number[]?] | undefined | 0) : undefined;
  if (!mobile) return undefined;
  const lengths = mobile[1] ?? (data[LENGTHS] as readonly number[]);
  const prefix = text(data[NATIONAL_PREFIX_FOR_PARSING]) ?? text(data[NATIONAL_PREFIX]);
  const leading = text(data[LEADING_DIGITS]);
  return {
    country,
    callingCode: data[CALLING_CODE] as string,
    internationalPrefix: new RegExp(`^(?:${data[INTERNATIONAL_PREFIX] as string})`),
    general: new RegExp(`^(?:${data[GENERAL] as string})$`),
    mobile: new RegExp(`^(?:${mobile[0]})$`),
    mobileLengths: new Set(lengths),
    nationalPrefix: prefix === undefined ? undefined : new RegExp(`^(?:${prefix})`),
    simplePrefix: prefix !== undefined && /^\d+$/.test(prefix) ? prefix : undefined,
    leadingDigits: leading === undefined ? undefined : new RegExp(`^(?:${leading})`),
  };
}

/** Absent values are left out at the end of the metadata's arrays and written as 0 within. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
