import examples from 'libphonenumber-js/examples.mobile.json';
import fc from 'fast-check';
import { normalisePhone, slowPhone } from './phone';
import { fastPhone } from './phone-fast-path';
import { planOf } from './phone-plan';

const COUNTRIES = Object.keys(examples);
const COMMON = ['US', 'CA', 'GB', 'DE', 'FR', 'IN', 'BR', 'MX', 'ES', 'IT', 'NL', 'AU', 'JP', 'PL', 'RU', 'AR', 'HU'];
const callingCode = (country: string) => planOf(country)?.callingCode ?? '';

/** National numbers near the valid ones: an example with its last digits replaced, or digits of any kind. */
const national = (country: string) => {
  const example = (examples as Record<string, string>)[country] ?? '';
  return fc.oneof(
    { weight: 6, arbitrary: tail(example, 7) },
    { weight: 2, arbitrary: tail(example, 9) },
    { weight: 1, arbitrary: fc.stringMatching(/^\d{5,15}$/) },
  );
};
const tail = (example: string, length: number) =>
  fc
    .stringMatching(new RegExp(`^\\d{${String(Math.min(length, example.length))}}$`))
    .map((digits) => example.slice(0, Math.max(0, example.length - length)) + digits);

/** Every way a spreadsheet or a person writes a number down. */
const written = (country: string, number: string) => {
  const code = callingCode(country);
  const grouped = (separator: string) => number.replace(/(\d{3})(?=\d{3})/g, `$1${separator}`);
  return [
    number,
    `0${number}`,
    `1-${grouped('-')}`,
    `8${number}`,
    `06${number}`,
    `+${code}${number}`,
    `+${code} ${grouped(' ')}`,
    `+${code} (0)${number}`,
    `+${code} 0${number}`,
    `'+${code}${number}`,
    `${code}${number}`,
    `${code}0${number}`,
    `00${code}${number}`,
    `011${code}${number}`,
    `(${number.slice(0, 3)}) ${number.slice(3)}`,
    grouped('.'),
    grouped('/'),
    ` ${grouped(' ')} `,
    `${number}.0`,
  ];
};

const cell = (countries: readonly string[]) =>
  fc
    .record({ of: fc.constantFrom(...countries), home: fc.constantFrom(...countries), same: fc.boolean() })
    .chain(({ of, home, same }) =>
      national(of).chain((number) =>
        fc.record({ text: fc.constantFrom(...written(of, number)), home: fc.constant(same ? of : home) }),
      ),
    );

describe('the fast path', () => {
  it.each([
    ['common countries', COMMON],
    ['every country', COUNTRIES],
  ])('agrees with libphonenumber on every number it takes: %s', (_, countries) => {
    fc.assert(
      fc.property(cell(countries), ({ text, home }) => {
        const fast = fastPhone(text, home);
        if (fast !== undefined) expect(slowPhone(text, home)).toEqual(fast);
      }),
      { numRuns: 8_000 },
    );
  });

  it('agrees without a default country', () => {
    fc.assert(
      fc.property(cell(COUNTRIES), ({ text }) => {
        const fast = fastPhone(text, undefined);
        if (fast !== undefined) expect(slowPhone(text, undefined)).toEqual(fast);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['7326359659', 'US'],
    ['(860) 624-0988', 'US'],
    ['1-407-825-8398', 'US'],
    [`'+19287047841`, 'US'],
    ['12817819941', 'US'],
    ['+44 7712 694246', 'US'],
    ['0170/6256829', 'DE'],
    ['00491604771422', 'DE'],
    ['+49 (0)170 6354277', 'DE'],
    ['491706354277', 'DE'],
    ['06 12 34 56 78', 'FR'],
    ['98976 30865', 'IN'],
  ])('takes the everyday form %s of %s', (text, country) => {
    expect(fastPhone(text, country)).toBeDefined();
  });
});

describe('normalisePhone', () => {
  it.each([
    ['1.4155550101E+10', 'US', '14155550101'],
    ['4,91706354277E+11', 'DE', '491706354277'],
    ['14155550101.0', 'US', '14155550101'],
    ['4155550101.00', 'US', '14155550101'],
    ['="+14155550101"', 'US', '14155550101'],
    ['“+1 415 555 0101”', 'US', '14155550101'],
    ['+1 415\u00a0555\u20110101\u200b', undefined, '14155550101'],
    ['\u202a+1 415 555 0101\u202c', undefined, '14155550101'],
    ['４１５５５５０１０１', 'US', '14155550101'],
    ['0044 7400 013823', 'US', '447400013823'],
    ['011 44 7400 013823', 'DE', '447400013823'],
    ['447400013823', 'US', '447400013823'],
    ['tel:+1-415-555-0101', undefined, '14155550101'],
    ['Mobile: (415) 555-0101', 'US', '14155550101'],
    ['415-555-0101 (cell)', 'US', '14155550101'],
    ['(415) 555-0101 ext. 12', 'US', '14155550101'],
    ['415-555-0101 x12', 'US', '14155550101'],
    ['415-555-0101#12', 'US', '14155550101'],
    ['(+49) 170 6354277', 'US', '491706354277'],
    ['+0049 170 6354277', 'US', '491706354277'],
    ['14,155,550,101', 'US', '14155550101'],
    ['415-555-0101 / +1 415 555 0101', 'US', '14155550101'],
  ])('repairs %s (%s)', (text, country, phone) => {
    expect(normalisePhone(text, country)).toMatchObject({ phone });
  });

  it.each([
    ['', 'US', 'phone_missing'],
    ['  ', 'US', 'phone_missing'],
    ['-', 'US', 'phone_missing'],
    ['N/A', 'US', 'phone_missing'],
    ['#N/A', 'US', 'phone_missing'],
    ['call me', 'US', 'not_a_phone'],
    ['ana@example.com', 'US', 'not_a_phone'],
    ['ana4155550101@example.com', 'US', 'not_a_phone'],
    ['do not text 415 555 0101', 'US', 'not_a_phone'],
    ['2026-11-22 10:00', 'US', 'not_a_phone'],
    ['1.41556E+10', 'US', 'scientific_notation'],
    ['4,91706E+11', 'DE', 'scientific_notation'],
    ['12345', 'US', 'phone_too_short'],
    ['+1 415 555', 'US', 'phone_too_short'],
    ['123456789012345678', 'US', 'phone_too_long'],
    ['+999 123 456 789', 'US', 'unknown_country_code'],
    ['0000000000', 'US', 'invalid_number'],
    ['4155550101', undefined, 'no_country'],
    ['+49 30 901820', 'US', 'not_a_mobile'],
    ['030 901820', 'DE', 'not_a_mobile'],
    ['415-555-0101 / 415-555-0102', 'US', 'two_numbers'],
    ['+14155550101;+14155550102', 'US', 'two_numbers'],
    ['415-555-0101 or 415-555-0102', 'US', 'two_numbers'],
    ['+14155550101 +14155550102', 'US', 'two_numbers'],
    ['4155550101 4155550102', 'US', 'two_numbers'],
    ['+14155550101+14155550102', 'US', 'two_numbers'],
    ['4155550101\n4155550102', 'US', 'two_numbers'],
  ])('rejects %s (%s) as %s', (text, country, code) => {
    expect(normalisePhone(text, country)).toBe(code);
  });

  it('takes no more than a moment on a hostile cell', () => {
    expect(typeof normalisePhone(`+1${' ('.repeat(30_000)}`, 'US')).toBe('string');
    expect(typeof normalisePhone('1 '.repeat(30_000), 'US')).toBe('string');
    expect(typeof normalisePhone('x1'.repeat(30_000), 'US')).toBe('string');
  });
});
