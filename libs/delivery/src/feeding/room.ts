import { type DailyUse, windowSeconds } from '@herald/campaigns';
import { type LaneBook, type Passage, ratePerSecond } from '@herald/lanes';

import type { StillWaiting } from '../domain/backlog';
import { type Allowance, type Bucket, bucketOf, type Due, type Room } from '../domain/choose-batches';
import type { DueRow } from './feed.repository';
import { drainLanes, type OutBatch, type OutRow } from './out';

// Requests that wait for their slot at a worker, beside those that have one.
const BATCHES_PER_SLOT = 2;
const STOCK_S = 10;

/** How many batches may lie in Bull at once, of all workers. */
export function stockOf(book: LaneBook): number {
  return Math.max(1, Math.ceil(Math.min(book.concurrency() * BATCHES_PER_SLOT, book.requestsPerSecond() * STOCK_S)));
}

export interface Out {
  readonly fed: readonly OutRow[];
  readonly waiting: readonly StillWaiting<OutBatch>[];
  readonly usedToday: readonly DailyUse[];
}

/** What may be fed, lane by lane. */
export function roomIn(book: LaneBook, { fed, waiting, usedToday }: Out): Room {
  const buckets = new Map<string, Bucket>();
  const fill = (row: OutRow, units: number, fedShare: 0 | 1): void => {
    for (const lane of drainLanes(book, row)) {
      const bucket = bucketOf(buckets, lane.bucket);
      const seconds = units / ratePerSecond(lane);
      bucket.seconds += seconds;
      bucket.fedSeconds += seconds * fedShare;
    }
  };
  const turns = new Map<number, number>();
  // Should a campaign be resumed before what was fed of it has come back, its lanes still have room for it.
  for (const row of fed) fill(row, row.units, row.running ? 1 : 0);
  const stock = fed.filter(({ running }) => running);
  for (const { campaignId } of stock) turns.set(campaignId, (turns.get(campaignId) ?? 0) + 1);
  for (const { batch, units } of waiting) fill(batch.row, units, 0);
  return { buckets, caps: allowances(book, [...usedToday, ...fed]), batches: stockOf(book) - stock.length, fed: turns };
}

function allowances(book: LaneBook, uses: readonly DailyUse[]): Map<string, Allowance> {
  const caps = new Map<string, Allowance>();
  for (const use of uses) {
    for (const { bucket, amount } of capsOf(book, use)) {
      const left = caps.get(bucket) ?? { units: amount };
      left.units -= use.units;
      caps.set(bucket, left);
    }
  }
  return caps;
}

function capsOf(book: LaneBook, passage: Passage): { bucket: string; amount: number }[] {
  return book
    .touchedBy(passage)
    .flatMap(({ kind, bucket, amount }) => (kind === 'daily_cap' && amount !== null ? [{ bucket, amount }] : []));
}

export function isCapped(book: LaneBook, due: DueRow): boolean {
  return capsOf(book, due).length > 0;
}

interface Window {
  readonly now: number;
  readonly backlogS: number;
}

/** The line a campaign's batches of one country stand in. Adds to `room` the caps of which nothing is used yet. */
export function lineOf(row: DueRow, book: LaneBook, room: Room, { now, backlogS }: Window): Due {
  const capped = capsOf(book, row);
  for (const { bucket, amount } of capped) if (!room.caps.has(bucket)) room.caps.set(bucket, { units: amount });
  const untilDeadline = row.deadlineAt === null ? Infinity : (row.deadlineAt - now) / 1_000;
  const windowS = Math.min(windowSeconds(row.maxBacklogS ?? backlogS, row.expiryS), untilDeadline);
  return {
    campaignId: row.campaignId,
    priority: row.priority,
    windowS,
    longestS: Math.min(windowSeconds(Infinity, row.expiryS), untilDeadline),
    lanes: drainLanes(book, row).map((lane) => ({ bucket: lane.bucket, perSecond: ratePerSecond(lane) })),
    caps: capped.map(({ bucket }) => bucket),
    batches: row.ids.map((id, index) => ({ id, units: row.units[index] ?? 0 })),
  };
}
