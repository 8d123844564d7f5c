import { NO_FACTS } from '@herald/ledger';

import { endOfSilence, type Look } from './end-of-silence';

const HOUR = 3_600_000;
const acceptedAt = new Date('2026-03-01T10:00:00Z');
const after = (hours: number, look: Look) =>
  endOfSilence(look, { acceptedAt, expiryMs: 3 * HOUR, now: new Date(acceptedAt.getTime() + hours * HOUR) });
const queued = { ...NO_FACTS, state: 'queued' } as const;
const delivered = { ...NO_FACTS, state: 'delivered' } as const;

describe('the end of a silence', () => {
  it('is what the record says, whenever that is found', () => {
    expect(after(1, delivered)).toBe(delivered);
    expect(after(999, delivered)).toBe(delivered);
    expect(after(1, queued)).toBe(queued);
  });

  it.each<Look>(['nothing', 'unclear', 'failed'])('is not there for %s while news may come', (look) => {
    expect(after(23.9, look)).toBeUndefined();
  });

  it('is expired, without the provider’s code, for what left no trace or still waits a day later', () => {
    expect(after(24, 'nothing')).toMatchObject({ state: 'expired', errorCode: null });
    expect(after(24, queued)).toMatchObject({ state: 'expired', errorCode: null });
  });

  it('claims neither for what cannot be told, and waits a week longer where the provider cannot be asked', () => {
    expect(after(24, 'unclear')).toMatchObject({ state: 'sent_no_receipt' });
    expect(after(24 + 7 * 24 - 1, 'failed')).toBeUndefined();
    expect(after(24 + 7 * 24, 'failed')).toMatchObject({ state: 'sent_no_receipt' });
  });
});
