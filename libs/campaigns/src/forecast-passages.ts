import { type LaneBook, ratePerSecond, type TouchedLane } from '@herald/lanes';

import type { ForecastPassage } from './domain/forecast';
import type { UnitsBySender } from './forecast.repository';

const NOT_BY_UNIT: ReadonlySet<string> = new Set(['account_requests', 'account_concurrency']);

/** The lanes on a message's way, those that only count requests left out unless they are held. */
export function passages(
  book: LaneBook,
  where: Pick<UnitsBySender, 'sender' | 'country' | 'channel'>,
): ForecastPassage[] {
  return book
    .touchedBy(where)
    .filter(({ kind, hold }) => !NOT_BY_UNIT.has(kind) || hold !== null)
    .map((lane) => passage(lane, where.sender));
}

function passage(lane: TouchedLane, sender: string): ForecastPassage {
  const { bucket, kind, amount, hold } = lane;
  // A type's rate is the sender's own.
  const key = kind === 'sender_type' ? sender : lane.key;
  const held = hold === null ? {} : { held: hold.message };
  if (NOT_BY_UNIT.has(kind)) return { bucket, kind, key, perSecond: Infinity, ...held };
  if (kind !== 'daily_cap') return { bucket, kind, key, perSecond: ratePerSecond(lane), ...held };
  return { bucket, kind, key, perSecond: Infinity, ...(amount === null ? {} : { perDay: amount }), ...held };
}
