import { CountryNames } from './country-name';

describe('CountryNames', () => {
  const names = new CountryNames((code) => ['US', 'GB', 'DE', 'AT', 'CI'].includes(code));

  it.each([
    ['us', 'US'],
    [' US ', 'US'],
    ['United States', 'US'],
    ['U.S.A.', 'US'],
    ['UK', 'GB'],
    ['Vereinigtes Königreich', 'GB'],
    ['Alemania', 'DE'],
    ['österreich', 'AT'],
    ['Cote d’Ivoire', 'CI'],
  ])('reads %s', (text, code) => {
    expect(names.read(text)).toBe(code);
  });

  it.each(['', 'XX', 'Atlantis', 'FR'])('does not guess at %s', (text) => {
    expect(names.read(text)).toBeUndefined();
  });
});
