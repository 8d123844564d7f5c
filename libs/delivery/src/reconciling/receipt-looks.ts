import { RECEIPT_LOOK } from '@herald/campaigns';

import type { DeliveryOptions } from '../delivery-options';
import type { Search } from './reconcile.repository';

const DEFAULT_MS = 72 * 3_600_000;

/**
 * Messages left at `sent` are looked up once before their time-out closes them: in its last quarter, or its last 12 hours. What the
 * look-ups do not reach in that time, or in as long again, is closed all the same.
 */
export function receiptLooks({ defaultMs = DEFAULT_MS, byCountryMs = {} }: DeliveryOptions['receiptTimeout'] = {}): (
  now: Date,
) => Pick<Search, 'before' | 'beforeByCountry'> {
  const before = (now: Date, timeoutMs: number): Date =>
    new Date(now.getTime() - timeoutMs + Math.min(timeoutMs * RECEIPT_LOOK.share, RECEIPT_LOOK.mostMs));
  return (now) => ({
    before: before(now, defaultMs),
    beforeByCountry: Object.fromEntries(
      Object.entries(byCountryMs).map(([country, ms]) => [country, before(now, ms)] as const),
    ),
  });
}
