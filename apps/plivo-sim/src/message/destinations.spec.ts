import { splitDestinations } from './destinations';

const RULE = { minDigits: 8, maxDigits: 14 };

describe('dst', () => {
  it('is stripped of everything that the reference names', () => {
    expect(splitDestinations('+1 (415) 555-0100<44/207.183 8750', RULE).valid).toEqual([14155550100, 442071838750]);
  });

  it('is split at <, empty segments passed over', () => {
    const found = splitDestinations('14155550100<<122<', RULE);
    expect(found).toEqual({ valid: [14155550100], invalid: ['122'], duplicates: [] });
  });

  it('is deduped after it was sanitised, the first one kept', () => {
    const found = splitDestinations('14155550101<+1-415-555-0100<14155550100<1 415 5550101', RULE);
    expect(found.valid).toEqual([14155550101, 14155550100]);
    expect(found.duplicates).toEqual(['14155550100', '1 415 5550101']);
  });

  it.each([
    ['letters', 'jsgf3dsjh28372'],
    ['too short', '1234567'],
    ['too long', '491234567890123'],
    ['a NANP number without its area code', '15550100'],
    ['a NANP area code in 0 or 1', '11555550100'],
    ['a national prefix', '02071838750'],
  ])('is invalid with %s, and given back as it was sent', (_, raw) => {
    expect(splitDestinations(raw, RULE)).toEqual({ valid: [], invalid: [raw], duplicates: [] });
  });

  it('can be invalid by a rule of the options', () => {
    const found = splitDestinations('14155550100<14155550101', RULE, (number) => number === 14155550101);
    expect(found).toEqual({ valid: [14155550100], invalid: ['14155550101'], duplicates: [] });
  });
});
