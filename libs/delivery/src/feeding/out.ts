import { type LaneBook, type MessageChannel, ratePerSecond, type TouchedLane } from '@herald/lanes';

import { type HandedOver, stillWaiting, type StillWaiting } from '../domain/backlog';

/** A batch that is out of Herald's hands, or soon will be. */
export interface OutRow {
  readonly id: string;
  readonly campaignId: number;
  readonly sender: string;
  readonly pooled: boolean;
  readonly country: string;
  readonly channel: MessageChannel;
  /** Whether its campaign runs: what is fed of another comes back unsent. */
  readonly running: boolean;
  readonly state: 'fed' | 'sending' | 'unknown' | 'accepted';
  /** Units of its messages that have not been seen to leave the provider. */
  readonly units: number;
  readonly unitsPerMessage: number;
  /** Epoch ms, as all times here. */
  readonly sendingAt: number | null;
  readonly finishedAt: number | null;
  readonly seenAt: number | null;
  readonly expiryS: number;
}

export interface OutBatch extends HandedOver {
  readonly row: OutRow;
}

/** Lanes that a batch drains through: everything but what counts requests or days. */
export function drainLanes(book: LaneBook, row: Pick<OutRow, 'sender' | 'country' | 'channel'>): TouchedLane[] {
  return book.touchedBy(row).filter(({ kind }) => !NO_DRAIN.has(kind));
}

const NO_DRAIN: ReadonlySet<string> = new Set(['account_requests', 'account_concurrency', 'daily_cap']);

/**
 * What was sent, as the model wants it. A request of unknown outcome was with the provider at the latest when its lease ended.
 *
 * @param rows no fed ones: those can still be taken back
 */
export function handedOver(rows: readonly OutRow[], book: LaneBook, leaseMs: number): OutBatch[] {
  const rates = new Map<string, number>();
  const rateOf = (row: OutRow): number => {
    const key = `${row.sender} ${row.country} ${row.channel}`;
    const rate = rates.get(key) ?? Math.min(...drainLanes(book, row).map(ratePerSecond), Infinity);
    rates.set(key, rate);
    return rate;
  };
  return rows.map((row) => {
    const { id, sender, pooled, units, sendingAt, finishedAt, seenAt, expiryS } = row;
    const begunAt = sendingAt ?? finishedAt ?? 0;
    const enteredAt =
      row.state === 'sending' ? undefined : row.state === 'unknown' ? begunAt + leaseMs : (finishedAt ?? begunAt);
    const batch = { id, sender, pooled, units, perSecond: rateOf(row), begunAt, enteredAt, expiryS, row };
    return { ...batch, seenAt: seenAt ?? undefined };
  });
}

/** What waits at the provider, in the order it was handed over: the queues of each channel are apart from those of the others. */
export function waitingAt(
  batches: readonly OutBatch[],
  book: LaneBook,
  now: number,
): { waiting: readonly StillWaiting<OutBatch>[]; since: number } {
  const channels = [...new Set(batches.map(({ row }) => row.channel))];
  const views = channels.map((channel) => {
    const own = batches.filter(({ row }) => row.channel === channel);
    return stillWaiting(own, { now, accountPerSecond: book.accountRate(channel) });
  });
  const [only] = views;
  if (only !== undefined && views.length === 1) return only;
  const order = ({ batch }: StillWaiting<OutBatch>): number => batch.enteredAt ?? now;
  return {
    waiting: views.flatMap(({ waiting }) => waiting).sort((a, b) => order(a) - order(b)),
    since: Math.min(now, ...views.map(({ since }) => since)),
  };
}
