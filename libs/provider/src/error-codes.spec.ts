import fc from 'fast-check';

import { describeErrorCode, ERROR_CODES, isResendable, LEAST_WAIT_MINUTES } from './error-codes';

describe('error codes', () => {
  it('calls for a resend only where the cause passes by itself', () => {
    const later = [...ERROR_CODES.values()].filter(({ resend }) => resend === 'later').map(({ code }) => code);
    expect(later).toEqual([20, 80, 300, 370, 420, 451]);
  });

  it('asks for credit first, and never writes again to someone who opted out', () => {
    expect(describeErrorCode(900).resend).toBe('after_recharge');
    expect(describeErrorCode(200)).toMatchObject({ resend: 'never', meaning: 'Recipient opted out (STOP)' });
  });

  it('never resends on a code it does not know, and says so', () => {
    for (const code of [950, 132, 7, 32_000]) {
      expect(describeErrorCode(code)).toMatchObject({ code, resend: 'never', charged: 'unknown', source: 'none' });
    }
  });

  it('lets no policy send again what can only fail again, nor to who opted out', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...ERROR_CODES.keys()), fc.nat({ max: 32_767 })), (code) => {
        const described = describeErrorCode(code);
        const hopeless =
          described.resend === 'never' || described.resend === 'after_change' || described.source === 'none';
        expect(isResendable(described)).toBe(!hopeless);
        expect(described.waitMinutes).toBeGreaterThanOrEqual(LEAST_WAIT_MINUTES);
      }),
    );
    for (const code of [200, 50, 60, 70, 100, 30, 910]) expect(isResendable(describeErrorCode(code))).toBe(false);
  });

  it('lists every code once, under itself', () => {
    for (const [code, entry] of ERROR_CODES) expect(entry.code).toBe(code);
    expect(ERROR_CODES.size).toBe(31);
  });
});
