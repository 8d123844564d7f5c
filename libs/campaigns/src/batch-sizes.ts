import type { LaneBook, MessageChannel } from '@herald/lanes';

import { batchSize, windowSeconds } from './domain/batch-size';
import type { BatchSizes, PlanClaim } from './plan.repository';

// Any two letters: which of them a list holds is known only once it is read.
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const COUNTRIES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

/** How a campaign is cut: a lane's rate may differ by country and channel, and with it what one request may hold. */
export function batchSizes(
  claim: Pick<PlanClaim, 'sender' | 'unitsPerMessage' | 'expiryS' | 'maxBacklogS'>,
  book: LaneBook,
  backlogS: number,
  channel: MessageChannel = 'sms',
): BatchSizes {
  const { sender, unitsPerMessage } = claim;
  const windowS = windowSeconds(claim.maxBacklogS ?? backlogS, claim.expiryS);
  const sizeOf = (country: string): number =>
    batchSize({ perSecond: book.drainRate({ sender, country, channel }), unitsPerMessage, windowS });
  const elsewhere = sizeOf('ZZ');
  const own = COUNTRIES.map((country) => [country, sizeOf(country)] as const);
  return { elsewhere, countries: new Map(own.filter(([, size]) => size !== elsewhere)) };
}
