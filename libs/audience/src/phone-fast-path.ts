import { readPlain } from './domain/phone-cell';
import { callingCodeOf, type PhonePlan, planOf, plansOf } from './phone-plan';

export interface Phone {
  /** E.164 digits without the +. */
  readonly phone: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

// Digits and the usual separators; anything else is for the slow path.
const PLAIN = /^[ ']*\+?[\d \-()./]+$/;
// 14155550101.0 and the like: a number that a spreadsheet has calculated with.
const DECIMAL = /^[^.]*\.\d{1,2} *$/;
const SLASH_AND_MORE = /\s[/-]\s|\/\s*[+(\d]{5}/;

/**
 * The everyday forms of mobile numbers, about fifty times faster than the library. It only ever says yes: whatever is not certain here
 * (`undefined`) goes the slow way, and whatever is certain here is what the slow way would say (property test in phone.spec.ts).
 *
 * @param country whose numbers need no prefix
 */
export function fastPhone(cell: string, country: string | undefined): Phone | undefined {
  if (cell.length > 60 || !PLAIN.test(cell) || DECIMAL.test(cell)) return undefined;
  const { digits, international } = readPlain(cell);
  if (digits.length < 8 || digits.length > 17) return undefined;
  if (digits.length > 12 && SLASH_AND_MORE.test(cell)) return undefined;
  if (international) return fromInternational(digits);
  const plan = country === undefined ? undefined : planOf(country);
  return plan === undefined ? undefined : fromNational(digits, plan);
}

function fromInternational(digits: string): Phone | undefined {
  const code = callingCodeOf(digits);
  const main = code === undefined ? undefined : plansOf(code)?.[0];
  if (code === undefined || main === undefined) return undefined;
  const national = digits.slice(code.length);
  if (main.nationalPrefix?.test(national)) return undefined;
  return mobile(code, national);
}

function fromNational(digits: string, plan: PhonePlan): Phone | undefined {
  const dialled = plan.internationalPrefix.exec(digits)?.[0];
  if (dialled !== undefined) return fromInternational(digits.slice(dialled.length));

  const { callingCode, simplePrefix } = plan;
  const prefixed = plan.nationalPrefix?.test(digits) ?? false;
  if (!prefixed) {
    const found = mobile(callingCode, digits);
    if (found !== undefined) return found;
  }
  // Without its prefix the number must be a mobile's, and with it none at all: else the library has to weigh the two.
  if (prefixed && simplePrefix !== undefined && !plan.general.test(digits)) {
    const found = mobile(callingCode, digits.slice(simplePrefix.length));
    if (found !== undefined && (!digits.startsWith(callingCode) || callingCode === simplePrefix)) return found;
  }
  if (!digits.startsWith(callingCode) || (prefixed && callingCode !== simplePrefix)) return undefined;
  // A lost +: the number is no mobile of the country as it stands, and one with the calling code taken off.
  if (mobile(callingCode, digits) !== undefined) return undefined;
  return fromInternational(digits);
}

/** The mobile number of whichever of the countries sharing the calling code has it. */
function mobile(callingCode: string, national: string): Phone | undefined {
  const plans = plansOf(callingCode);
  if (plans === undefined) return undefined;
  for (const plan of plans) {
    if (plan.leadingDigits ? plan.leadingDigits.test(national) : isMobile(plan, national)) {
      return isMobile(plan, national) ? { phone: callingCode + national, country: plan.country } : undefined;
    }
  }
  return undefined;
}

function isMobile(plan: PhonePlan, national: string): boolean {
  return plan.mobileLengths.has(national.length) && plan.mobile.test(national) && plan.general.test(national);
}
