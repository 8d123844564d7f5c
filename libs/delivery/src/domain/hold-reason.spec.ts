import fc from 'fast-check';

import { HOLD_CODES, holdCodeOf, probeWaitMs } from './hold-reason';

describe('holdCodeOf', () => {
  it.each([
    ['account', 401, 'authentication credentials were not provided', 'provider_credentials'],
    ['account', 402, 'Insufficient Credit', 'provider_credit'],
    ['account', 400, 'Insufficient Credit', 'provider_credit'],
    ['account', 403, 'Your account has been disabled', 'provider_disabled'],
    ['country', 403, 'not enabled', 'country_disabled'],
    ['campaign', 400, 'text is too long', undefined],
    ['nothing', 400, 'invalid phone numbers', undefined],
  ] as const)('of a refusal that stops the %s with %i "%s": %s', (halt, httpStatus, error, code) => {
    expect(holdCodeOf(halt, { httpStatus, error })).toBe(code);
  });
});

describe('probeWaitMs', () => {
  it('outlasts the provider’s two minutes without credit from the first probe on', () => {
    expect(probeWaitMs('provider_credit', 0)).toBeGreaterThan(120_000);
  });

  it('grows, and never beyond an hour', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOLD_CODES), fc.nat({ max: 2_000 }), (code, tries) => {
        const wait = probeWaitMs(code, tries);
        expect(probeWaitMs(code, tries + 1)).toBeGreaterThanOrEqual(wait);
        expect(wait).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});
