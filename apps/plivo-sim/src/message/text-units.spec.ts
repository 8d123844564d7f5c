import fc from 'fast-check';
import { split } from 'split-sms';

import { fitsLimit, textShape } from './text-units';

const GSM = 'abc XYZ019@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\n\r';
const EXTENDED = '^{}\\[~]|€\f';
const WIDE = ['ş', 'ğ', '’', '中', '😀', '👩', '𝒳'];

function text(characters: readonly string[], maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...characters), { maxLength }).map((all) => all.join(''));
}

describe('units of a text', () => {
  it.each([
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 80, 1],
    ['€'.repeat(81), 'gsm7', 81, 2],
    ['ş'.repeat(70), 'ucs2', 70, 1],
    ['ş'.repeat(71), 'ucs2', 71, 2],
    ['😀'.repeat(35), 'ucs2', 70, 1],
    [`${'a'.repeat(159)}’`, 'ucs2', 160, 3],
  ] as const)('counts %#', (given, encoding, characters, units) => {
    expect(textShape(given)).toEqual({ encoding, characters, units });
  });

  it('never cuts a character of two septets or a surrogate pair in half', () => {
    expect(textShape('a'.repeat(152) + '€' + 'a'.repeat(152)).units).toBe(3);
    expect(textShape('ş'.repeat(66) + '😀' + 'ş'.repeat(66)).units).toBe(3);
  });

  it('agrees with split-sms on any GSM and any Unicode text', () => {
    const gsm = text([...Array.from(GSM), ...Array.from(EXTENDED)], 700);
    const mixed = text([...Array.from(GSM), ...WIDE], 400);
    fc.assert(
      fc.property(fc.oneof(gsm, mixed), (given) => {
        const { characterSet, parts } = split(given);
        const shape = textShape(given);
        expect(shape.units).toBe(parts.length);
        expect(shape.encoding).toBe(characterSet === 'GSM' ? 'gsm7' : 'ucs2');
      }),
    );
  });

  it('allows 1,600 characters of GSM-7 and 737 of UCS-2', () => {
    expect(fitsLimit(textShape('a'.repeat(1600)))).toBe(true);
    expect(fitsLimit(textShape('a'.repeat(1601)))).toBe(false);
    expect(fitsLimit(textShape('ş'.repeat(737)))).toBe(true);
    expect(fitsLimit(textShape('ş'.repeat(738)))).toBe(false);
  });
});
