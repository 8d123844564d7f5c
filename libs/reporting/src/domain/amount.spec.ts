import fc from 'fast-check';
import { sumAmounts } from './amount';

const fromScaled = (scaled: number): string =>
  `${scaled < 0 ? '-' : ''}${Math.floor(Math.abs(scaled) / 100_000)}.${String(Math.abs(scaled) % 100_000).padStart(5, '0')}`;

describe('sumAmounts', () => {
  it('is exact where floats are not', () => {
    expect(sumAmounts(['0.1', '0.2'])).toBe('0.30000');
    expect(sumAmounts(Array.from({ length: 1_000 }, () => '0.00350'))).toBe('3.50000');
  });

  it('takes whole numbers, negative ones and nothing at all', () => {
    expect(sumAmounts(['12', '-0.00001'])).toBe('11.99999');
    expect(sumAmounts(['-1.5', '1'])).toBe('-0.50000');
    expect(sumAmounts([])).toBe('0.00000');
  });

  it('adds any amounts as integers of the smallest unit would be added', () => {
    const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 50 }), (amounts) => {
        const total = amounts.reduce((sum, one) => sum + one, 0);
        expect(sumAmounts(amounts.map(fromScaled))).toBe(fromScaled(total));
      }),
    );
  });

  it('refuses what is not an amount', () => {
    expect(() => sumAmounts(['1e3'])).toThrow('Not an amount');
    expect(() => sumAmounts(['NaN'])).toThrow('Not an amount');
  });
});
