const DELIMITER = '<';
/** What the reference says is stripped: / - . + ( ) and white space. */
const STRIPPED = /[/\-.+()\s]/g;
const DIGITS = /^\d+$/;
const NORTH_AMERICA = /^1[2-9]\d{9}$/;

export interface NumberRule {
  readonly minDigits: number;
  readonly maxDigits: number;
}

export interface Destinations {
  /** Valid unique numbers, in the order of their first appearance. */
  readonly valid: number[];
  /** What was not a number, as it was sent. */
  readonly invalid: string[];
  /** Repeats of a valid number, as they were sent. */
  readonly duplicates: string[];
}

/** The digits of a `dst` segment, or undefined when it is no number: digits, length, and NANP numbers whole. */
export function parseDestination(raw: string, rule: NumberRule): number | undefined {
  const clean = DIGITS.test(raw) ? raw : raw.replace(STRIPPED, '');
  if (!DIGITS.test(clean) || clean.startsWith('0')) return undefined;
  if (clean.length < rule.minDigits || clean.length > rule.maxDigits) return undefined;
  if (clean.startsWith('1') && !NORTH_AMERICA.test(clean)) return undefined;
  return Number(clean);
}

/** Splits `dst` at `<`, sanitises and dedupes it (after sanitising). Empty segments are passed over. */
export function splitDestinations(
  dst: string,
  rule: NumberRule,
  isInvalid: (number: number) => boolean = () => false,
): Destinations {
  const seen = new Set<number>();
  const result: Destinations = { valid: [], invalid: [], duplicates: [] };
  for (const raw of dst.split(DELIMITER)) {
    if (raw.trim() === '') continue;
    const number = parseDestination(raw, rule);
    if (number === undefined || isInvalid(number)) {
      result.invalid.push(raw);
    } else if (seen.has(number)) {
      result.duplicates.push(raw);
    } else {
      seen.add(number);
      result.valid.push(number);
    }
  }
  return result;
}
