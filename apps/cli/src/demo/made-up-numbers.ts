/** A country's ranges of mobile numbers: any digits after these prefixes make a number that exists or could. */
interface NumberRange {
  readonly country: string;
  readonly callingCode: string;
  readonly prefixes: readonly string[];
  /** Digits after the prefix. */
  readonly length: number;
  /** North American exchanges begin with 2 to 9. */
  readonly lowestFirstDigit: number;
}

const northAmerica = { callingCode: '1', length: 7, lowestFirstDigit: 2 };
const RANGES = {
  US: {
    ...northAmerica,
    country: 'US',
    prefixes: ['212', '213', '312', '415', '617', '702', '713', '305', '404', '206', '303', '512'],
  },
  CA: { ...northAmerica, country: 'CA', prefixes: ['416', '604', '514', '403', '613'] },
  GB: {
    country: 'GB',
    callingCode: '44',
    prefixes: ['7400', '7401', '7402', '7500', '7501', '7710', '7720', '7800', '7810', '7900', '7910', '7930'],
    length: 6,
    lowestFirstDigit: 0,
  },
  DE: {
    country: 'DE',
    callingCode: '49',
    prefixes: ['160', '170', '171', '172', '173', '174', '175', '177', '178'],
    length: 7,
    lowestFirstDigit: 0,
  },
  IN: {
    country: 'IN',
    callingCode: '91',
    prefixes: ['90', '91', '92', '93', '94', '95', '96', '97', '98', '99'],
    length: 8,
    lowestFirstDigit: 0,
  },
  FR: {
    country: 'FR',
    callingCode: '33',
    prefixes: ['60', '61', '62', '64', '66', '67', '68'],
    length: 7,
    lowestFirstDigit: 0,
  },
} as const satisfies Record<string, NumberRange>;

export type DemoCountry = keyof typeof RANGES;

/** A made-up number in its parts. */
export interface MadeUpNumber {
  readonly country: DemoCountry;
  readonly callingCode: string;
  /** Without the trunk prefix: `4155550123`. */
  readonly national: string;
}

// The mix of a business whose home is the United States.
const MIX: readonly DemoCountry[] = [
  ...Array<DemoCountry>(11).fill('US'),
  ...Array<DemoCountry>(2).fill('CA'),
  ...Array<DemoCountry>(2).fill('GB'),
  ...Array<DemoCountry>(2).fill('DE'),
  ...Array<DemoCountry>(2).fill('IN'),
  'FR',
];
// A prime larger than any factor of a range's size: stepping by it visits every number of the range once.
const STRIDE = 7_368_787;

/**
 * The number with this index: the same for the same index, and another for another one. They are valid for the phone
 * library and may well belong to somebody, so they are for the simulated provider alone: no country reserves millions of
 * numbers for fiction.
 */
export function madeUpNumber(index: number): MadeUpNumber {
  const country = MIX[index % MIX.length] ?? 'US';
  const { callingCode, prefixes, length, lowestFirstDigit } = RANGES[country];
  const perPrefix = (10 - lowestFirstDigit) * 10 ** (length - 1);
  const position = (index * STRIDE) % (perPrefix * prefixes.length);
  const prefix = prefixes[Math.floor(position / perPrefix)] ?? '';
  const rest = (position % perPrefix) + lowestFirstDigit * 10 ** (length - 1);
  return { country, callingCode, national: prefix + String(rest).padStart(length, '0') };
}
