import { checkPowerpackUuid, checkSrc } from './sender';

describe('checkSrc', () => {
  it.each([
    ['+1 (415) 555-0100', '14155550100'],
    ['14155550100', '14155550100'],
    ['12345', '12345'],
    ['AcmeStores', 'AcmeStores'],
    ['Acme24', 'Acme24'],
    ['12345678901234', '12345678901234'],
  ])('reads %p as %p', (given, value) => {
    expect(checkSrc(given)).toEqual({ ok: true, value });
  });

  it.each([
    ['123456789012345', /15 digits; a number has at most 14/],
    ['AcmeStoresGmbH', /14 characters; a sender name has at most 11/],
    ['0151 23456789', /country code/],
    ['12', /fewer than 3/],
    ['', /must be a phone number/],
    ['Acme & Co', /letters A-Z and digits only/],
    ['Müller', /letters A-Z and digits only/],
  ])('refuses %p', (given, message) => {
    expect(checkSrc(given)).toEqual({ ok: false, message: expect.stringMatching(message) as string });
  });
});

describe('checkPowerpackUuid', () => {
  it('takes a UUID in any case to lower case', () => {
    expect(checkPowerpackUuid('1D5F3DD8-B207-4738-B59F-3C2AC7D3461C')).toEqual({
      ok: true,
      value: '1d5f3dd8-b207-4738-b59f-3c2ac7d3461c',
    });
  });

  it.each(['', '1d5f3dd8', '1d5f3dd8b2074738b59f3c2ac7d3461c', 'zzzzzzzz-b207-4738-b59f-3c2ac7d3461c'])(
    'refuses %p',
    (given) => {
      expect(checkPowerpackUuid(given).ok).toBe(false);
    },
  );
});
