import { describeErrorCode, ERROR_CODES } from './error-codes';

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

  it('lists every code once, under itself', () => {
    for (const [code, entry] of ERROR_CODES) expect(entry.code).toBe(code);
    expect(ERROR_CODES.size).toBe(31);
  });
});
