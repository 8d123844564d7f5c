import { poolFilter } from './pool-filter';
import { type PoolNumber } from './powerpack';

function pooled(number: string, over: Partial<PoolNumber> = {}): PoolNumber {
  return { number, kind: 'longcode', service: 'mms', country: 'US', addedAt: 0, ...over };
}

const POOL = [
  pooled('14155550001'),
  pooled('12125550001', { service: 'sms' }),
  pooled('14165550001', { country: 'CA' }),
  pooled('442071838750', { country: 'GB', service: 'sms' }),
  pooled('18005550001', { kind: 'tollfree' }),
];
const found = (query: string): string[] =>
  POOL.filter(poolFilter(new URLSearchParams(query))).map(({ number }) => number);

describe("a pool's list", () => {
  it.each([
    ['', [0, 1, 2, 3, 4]],
    ['service=sms', [1, 3]],
    ['type=toll-free', [4]],
    ['type=mobile', []],
    ['country_iso2=ca', [2]],
    ['starts_with=415,212&country_iso2=US', [0, 1]],
    ['starts_with=207&country_iso2=GB', [3]],
    ['starts_with=416&country_iso2=US', []],
  ])('%j leaves %j', (query, rows) => {
    expect(found(query)).toEqual(rows.map((row) => POOL[row]?.number));
  });

  it.each([
    ['starts_with=415', 'country_iso2 must be specified if starts_with is specified'],
    [`starts_with=${Array.from({ length: 11 }, (_, n) => n).join(',')}&country_iso2=US`, 'at most 10 prefixes'],
    ['starts_with=abc&country_iso2=US', 'starts_with must be digits'],
    ['type=landline', 'type must be one of fixed, toll-free, mobile'],
    ['service=fax', 'service must be one of sms, mms'],
  ])('refuses %s', (query, message) => {
    expect(() => found(query)).toThrow(message);
  });
});
