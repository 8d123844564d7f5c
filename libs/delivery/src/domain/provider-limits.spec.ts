import fc from 'fast-check';

import { requestSpacingMs, stockLimits, tokenRefill } from './provider-limits';

const LIMITS = {
  requestsPerWindow: 300,
  windowMs: 5_000,
  concurrency: 100,
  accountMessagesPerSecond: 5,
  senderMessagesPerSecond: 5,
};

describe('requestSpacingMs', () => {
  it('fits fewer requests than the limit into any window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 100, max: 60_000 }), (requests, windowMs) => {
        const spacing = requestSpacingMs({ ...LIMITS, requestsPerWindow: requests, windowMs });
        if (spacing > 0) expect(Math.ceil(windowMs / spacing)).toBeLessThanOrEqual(requests);
        else expect(requests / windowMs).toBeGreaterThan(5);
      }),
    );
    expect(Math.ceil(5_000 / requestSpacingMs(LIMITS))).toBe(286);
  });
});

describe('tokenRefill', () => {
  it('never gives more than the rate, and at least 99 hundredths of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 999_999, noNaN: true }), (perSecond) => {
        const refill = tokenRefill(perSecond);
        const given = ((refill?.tokens ?? 0) * 1_000) / (refill?.everyMs ?? 1);
        expect(given).toBeLessThanOrEqual(perSecond * (1 + 1e-6));
        // Slower than a token in 100 s nothing is promised but that it comes.
        if (perSecond > 1) expect(given).toBeGreaterThanOrEqual(perSecond * 0.98);
        expect(Number.isInteger(refill?.tokens)).toBe(true);
        expect((refill?.everyMs ?? 0) % 250).toBe(0);
      }),
    );
  });

  it('holds a full batch, or a second’s worth where that is more', () => {
    expect(tokenRefill(5)).toEqual({ tokens: 5, everyMs: 1_000, capacity: 1_000 });
    expect(tokenRefill(0.25)).toMatchObject({ tokens: 1, everyMs: 4_000 });
    expect(tokenRefill(4_500)?.capacity).toBe(4_500);
  });

  it('is none for a rate that nothing reaches', () => {
    expect(tokenRefill(1_000_000)).toBeUndefined();
  });
});

describe('stockLimits', () => {
  it('keeps two batches a slot, or ten seconds’ worth where that is less', () => {
    expect(stockLimits(LIMITS)).toEqual({ batches: 200, accountUnits: 50, senderUnits: 50 });
    expect(stockLimits({ ...LIMITS, requestsPerWindow: 1, windowMs: 60_000 }).batches).toBe(1);
  });
});
