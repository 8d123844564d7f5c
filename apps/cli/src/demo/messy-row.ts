import { type DemoCountry, madeUpNumber, type MadeUpNumber } from './made-up-numbers';

export const HEADER = 'Customer ID,First name,Last name,Mobile phone,City,Time zone,Notes';

/** How a row was made: what the importer should find. */
export type RowKind = 'good' | 'repeated' | 'bad';

const BAD_SHARE = 0.035;
const REPEATED_SHARE = 0.045;

const FIRST_NAMES = [
  'María',
  'Søren',
  'Zoë',
  'Olu',
  'Priya',
  'Ming',
  'Mary Ann',
  'Łukasz',
  'Chloé',
  'Jörg',
  'Aisha',
  'Sam',
];
const LAST_NAMES = [
  'García',
  "O'Brien",
  'van der Berg',
  'Müller',
  'Iyer',
  'Nguyen',
  'Smith',
  'Dubois',
  'Ström',
  'Okafor',
];
const NOTES = [
  '',
  '',
  '',
  '',
  'VIP',
  '"prefers evenings, not mornings"',
  '"asked for ""no calls"""',
  '"moved house\r\nnew address pending"',
  '=HYPERLINK("http://example.test")',
];
const PLACES: Readonly<Record<DemoCountry, readonly (readonly [city: string, zone: string])[]>> = {
  US: [
    ['New York', 'America/New_York'],
    ['"Austin, TX"', 'America/Chicago'],
    ['Denver', 'America/Denver'],
    ['San José', 'America/Los_Angeles'],
  ],
  CA: [
    ['Montréal', 'America/Toronto'],
    ['Vancouver', 'America/Vancouver'],
  ],
  GB: [['Leeds', 'Europe/London']],
  DE: [['Köln', 'Europe/Berlin']],
  IN: [['Pune', 'Asia/Kolkata']],
  FR: [['Orléans', 'Europe/Paris']],
};

type Pick = <T>(values: readonly T[]) => T;

/** Makes rows in order; each valid number is new unless the row is a repetition. */
export class RowMaker {
  private numbers = 0;
  private row = 0;
  private readonly pick: Pick = (values) =>
    values[Math.floor(this.random() * values.length)] as (typeof values)[number];

  constructor(private readonly random: () => number) {}

  next(): { readonly line: string; readonly kind: RowKind } {
    this.row += 1;
    const dice = this.random();
    if (dice < BAD_SHARE) return { line: this.line(this.badCell(), this.pick(PLACES.US)), kind: 'bad' };
    const repeated = dice < BAD_SHARE + REPEATED_SHARE && this.numbers > 0;
    const index = repeated ? Math.floor(this.random() * this.numbers) : this.numbers++;
    const number = madeUpNumber(index);
    return {
      line: this.line(this.written(number), this.pick(PLACES[number.country])),
      kind: repeated ? 'repeated' : 'good',
    };
  }

  private line(phone: string, [city, zone]: readonly [string, string]): string {
    const { pick } = this;
    return `${this.row},${pick(FIRST_NAMES)},${pick(LAST_NAMES)},${phone},${city},${zone},${pick(NOTES)}\r\n`;
  }

  /** A number in one of the ways that people and spreadsheets write it. */
  private written({ callingCode, national }: MadeUpNumber): string {
    const [a, b, c] = [national.slice(0, 3), national.slice(3, 6), national.slice(6)];
    const international = [
      `+${callingCode}${national}`,
      `+${callingCode}${national}`,
      `+${callingCode} ${a} ${b}${c}`,
      `00${callingCode}${national}`,
      `'+${callingCode}${national}`,
      ` +${callingCode} ${national} `,
    ];
    if (callingCode !== '1') return this.pick(international);
    const local = [
      national,
      `(${a}) ${b}-${c}`,
      `${a}-${b}-${c}`,
      `${a}.${b}.${c}`,
      `1${national}`,
      `+1 (${a}) ${b}-${c}`,
    ];
    return this.pick([...international, ...local, ...local]);
  }

  /** What is no phone number, or no certain one. */
  private badCell(): string {
    const number = madeUpNumber(this.numbers + 1).national;
    const cells = [
      '',
      '',
      'n/a',
      'unknown',
      'ask reception',
      number.slice(0, 6),
      `${number}${number}`,
      'jo@example.test',
      '1.41556E+10',
      '000000000',
      '#REF!',
      `+1${number} or +1${number.slice(0, 9)}7`,
    ];
    return this.pick(cells);
  }
}
