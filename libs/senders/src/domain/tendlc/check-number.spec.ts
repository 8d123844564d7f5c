import { checkNumber } from './check-number';

describe('checkNumber', () => {
  it.each(['12025551111', '+12025551111'])('takes %s', (number) => {
    expect(checkNumber(number)).toEqual({ digits: '12025551111' });
  });

  it.each([
    ['1 202 555 1111', 'is "1 202 555 1111": must be a number in E.164 form, as 12025551111'],
    ['18885550100', 'is "18885550100", a toll-free number: those are verified, not linked; only long codes are'],
    ['2025551111', 'is "2025551111": must be a long code of the United States with its country code, as 12025551111'],
    ['12345', 'is "12345": must be a long code of the United States with its country code, as 12025551111'],
    [
      '4915112345678',
      'is "4915112345678": must be a long code of the United States with its country code, as 12025551111',
    ],
  ])('refuses %s, saying what is allowed', (number, fault) => {
    expect(checkNumber(number)).toEqual({ fault });
  });
});
