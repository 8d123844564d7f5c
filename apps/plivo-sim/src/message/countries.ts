import { pickWeighted, type SeededRandom } from '../random';
import { COUNTRY_TABLE, ELSEWHERE } from './country-table';

/** A carrier in a country. `rate` and `fee` are per unit, in 1/100,000 of a dollar. */
export interface Carrier {
  readonly index: number;
  readonly iso2: string;
  readonly mcc: string;
  readonly mnc: string;
  readonly network: string;
  readonly rate: number;
  readonly fee: number;
}

const LONGEST_PREFIX = 4;
const carriers: Carrier[] = [];
const byPrefix = new Map<string, (readonly [Carrier, number])[]>();
for (const country of [...COUNTRY_TABLE, ELSEWHERE]) {
  const weighted = country.carriers.map(([mcc, mnc, network, weight, rate, fee]) => {
    const carrier = { index: carriers.length, iso2: country.iso2, mcc, mnc, network, rate, fee };
    carriers.push(carrier);
    return [carrier, weight] as const;
  });
  for (const prefix of country.prefixes) byPrefix.set(prefix, weighted);
}

function carriersFor(number: number): (readonly [Carrier, number])[] {
  const digits = String(number);
  for (let length = LONGEST_PREFIX; length >= 0; length -= 1) {
    const found = byPrefix.get(digits.slice(0, length));
    if (found !== undefined) return found;
  }
  return [];
}

/** ISO 3166-1 alpha-2 of the country that a number belongs to; `ZZ` where the table has none. */
export function countryOf(number: number): string {
  return carriersFor(number)[0]?.[0].iso2 ?? ELSEWHERE.iso2;
}

/** The carrier that a number is with: the same under the same seed, whenever it is asked. */
export function carrierOf(number: number, random: SeededRandom): Carrier {
  const found = pickWeighted(carriersFor(number), random.unit('carrier', number));
  return found ?? carrierAt(carriers.length - 1);
}

/** The carrier with this index, as stored in the ledger. */
export function carrierAt(index: number): Carrier {
  const found = carriers[index];
  if (found === undefined) throw new RangeError(`no carrier ${index}`);
  return found;
}
