import { readOptions } from '../options/merge-options';
import { SeededRandom } from '../random';
import { carrierOf, countryOf } from './countries';
import { isRefusedNumber, outcomeFor } from './outcome';

const NUMBERS = Array.from({ length: 20_000 }, (_, index) => 14_155_500_000 + index);

describe('outcomes', () => {
  it('come out in the shares that the options ask for', () => {
    const { outcomes } = readOptions({
      outcomes: { delivered: 0.6, undelivered: 0.2, failed: 0.15, no_receipt: 0.05 },
    });
    const random = new SeededRandom(1);
    const counts = { delivered: 0, undelivered: 0, failed: 0, no_receipt: 0 };
    for (const number of NUMBERS) counts[outcomeFor(number, 0, outcomes, random).state] += 1;
    expect(counts.delivered / NUMBERS.length).toBeCloseTo(0.6, 1);
    expect(counts.failed / NUMBERS.length).toBeCloseTo(0.15, 1);
    expect(counts.no_receipt / NUMBERS.length).toBeCloseTo(0.05, 1);
  });

  it('follow from seed and number alone', () => {
    const { outcomes } = readOptions({});
    const draw = (seed: number): unknown[] =>
      NUMBERS.slice(0, 1000).map((number) => outcomeFor(number, 0, outcomes, new SeededRandom(seed)));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('repeat for a number unless each repeat is to draw again', () => {
    const random = new SeededRandom(1);
    const even = { delivered: 0.5, undelivered: 0.5, failed: 0, no_receipt: 0 };
    const { outcomes: same } = readOptions({ outcomes: even });
    const { outcomes: vary } = readOptions({ outcomes: { ...even, vary_by_repeat: true } });
    const states = (options: typeof same): Set<string> =>
      new Set(Array.from({ length: 50 }, (_, repeat) => outcomeFor(14155550100, repeat, options, random).state));
    expect(states(same).size).toBe(1);
    expect(states(vary).size).toBe(2);
  });

  it('can be set for one number', () => {
    const options = readOptions({
      outcomes: {
        by_number: { '14155550100': { state: 'undelivered', code: 30 }, '14155550101': { state: 'invalid' } },
      },
    });
    const random = new SeededRandom(1);
    expect(outcomeFor(14155550100, 0, options.outcomes, random)).toEqual({ state: 'undelivered', code: 30 });
    expect(isRefusedNumber(14155550101, options, random)).toBe(true);
    expect(isRefusedNumber(14155550100, options, random)).toBe(false);
  });
});

describe('countries', () => {
  it.each([
    [14155550100, 'US'],
    [14165550100, 'CA'],
    [442071838750, 'GB'],
    [4915112345678, 'DE'],
    [353861234567, 'IE'],
    [9999999999, 'ZZ'],
  ])('%i is in %s', (number, iso2) => {
    expect(countryOf(number)).toBe(iso2);
    expect(carrierOf(number, new SeededRandom(1)).iso2).toBe(iso2);
  });

  it('spread their numbers over several carriers', () => {
    const random = new SeededRandom(1);
    const networks = new Set(NUMBERS.map((number) => carrierOf(number, random).network));
    expect(networks.size).toBe(5);
  });
});
