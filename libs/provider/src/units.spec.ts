import fc from 'fast-check';
import { split } from 'split-sms';
import { countUnits, isTooLong } from './units';

const gsm = fc.constantFrom(...'abc XYZ019@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!¡ÄÖÑÜ§¿äöñüà'.split(''));
const extension = fc.constantFrom(...'^{}\\[~]|€'.split(''));
const wide = fc.constantFrom('ç', '’', '漢', '😀', '👩‍👩‍👧', 'é\u0301');
const textOf = (...characters: fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof(...characters), { maxLength: 400 }).map((parts) => parts.join(''));

describe('countUnits', () => {
  it.each([textOf(gsm), textOf(gsm, extension), textOf(gsm, extension, wide), fc.string({ unit: 'grapheme' })])(
    'agrees with split-sms on any text (%#)',
    (anyText) => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { parts, characterSet } = split(text);
          const counted = countUnits(text);
          expect(counted.units).toBe(parts.length);
          expect(counted.encoding).toBe(characterSet === 'GSM' ? 'gsm7' : 'ucs2');
        }),
        { numRuns: 500 },
      );
    },
  );

  it('changes parts exactly at 160/153 and 70/67', () => {
    const units = (text: string, length: number) => countUnits(text.repeat(length)).units;
    expect([160, 161, 306, 307].map((length) => units('a', length))).toEqual([1, 2, 2, 3]);
    expect([70, 71, 134, 135].map((length) => units('я', length))).toEqual([1, 2, 2, 3]);
  });

  it('counts an extension character twice and never cuts it at the end of a part', () => {
    expect(countUnits('€'.repeat(80))).toEqual({ encoding: 'gsm7', characters: 160, units: 1 });
    expect(countUnits('€'.repeat(81)).units).toBe(2);
    expect(countUnits(`${'a'.repeat(152)}€${'a'.repeat(152)}`).units).toBe(3);
  });

  it('names the character that makes a text UCS-2', () => {
    expect(countUnits('Today’s 😀')).toMatchObject({ encoding: 'ucs2', firstUcs2Character: '’', characters: 10 });
    expect(countUnits('plain')).not.toHaveProperty('firstUcs2Character');
  });

  it('knows the provider’s limits: 1,600 septets, 737 UTF-16 units', () => {
    expect(['a'.repeat(1_600), 'a'.repeat(1_601)].map((text) => isTooLong(countUnits(text)))).toEqual([false, true]);
    expect(['я'.repeat(737), 'я'.repeat(738)].map((text) => isTooLong(countUnits(text)))).toEqual([false, true]);
    expect(isTooLong(countUnits('€'.repeat(801)))).toBe(true);
  });
});
