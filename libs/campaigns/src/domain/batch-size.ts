/** Provider: at most 1,000 destinations a request. */
export const BATCH_SIZE = 1_000;
/** Seconds of a lane's rate that may wait at the provider, unless a campaign or BACKLOG_SECONDS says otherwise. */
export const DEFAULT_BACKLOG_S = 120;

/** A batch is gone or not: a lane whose window holds four of them is refilled before it runs dry, and pause finds little under way. */
const BATCHES_PER_WINDOW = 4;
/** Of the time a message may wait: the rest is for rates that were overestimated. */
const OF_EXPIRY = 0.8;
/** Provider: what a message may wait unless it is told otherwise. */
export const DEFAULT_EXPIRY_S = 10_800;

interface Pace {
  /** Units a second of the slowest lane. */
  readonly perSecond: number;
  readonly unitsPerMessage: number;
  /** See `windowSeconds`. */
  readonly windowS: number;
}

/** Seconds of its lanes' rate that a campaign may have waiting at the provider: as set, and well under its messages' expiry. */
export function windowSeconds(backlogS: number, expiryS: number | null): number {
  return Math.min(backlogS, (expiryS ?? DEFAULT_EXPIRY_S) * OF_EXPIRY);
}

/** Messages in a batch: what its slowest lane drains in a quarter of the window, from 1 to 1,000. */
export function batchSize({ perSecond, unitsPerMessage, windowS }: Pace): number {
  const messages = (perSecond * windowS) / (BATCHES_PER_WINDOW * unitsPerMessage);
  return Math.max(1, Math.min(BATCH_SIZE, Math.floor(messages)));
}
