import fc from 'fast-check';

import { sendTiming } from './send-timing';

describe('sendTiming', () => {
  it('ends no lease while a request begun at the last moment can still be under way', () => {
    const ms = fc.integer({ min: 1, max: 600_000 });
    fc.assert(
      fc.property(ms, ms, (connectTimeoutMs, responseTimeoutMs) => {
        const { writeWithinMs, leaseMs, slotMs } = sendTiming({ connectTimeoutMs, responseTimeoutMs });
        expect(writeWithinMs).toBeGreaterThan(connectTimeoutMs);
        expect(leaseMs).toBeGreaterThan(writeWithinMs + responseTimeoutMs);
        expect(slotMs).toBeGreaterThan(leaseMs);
      }),
    );
  });
});
