/** What the provider allows the account, shared by every worker of every machine. */
export interface ProviderLimits {
  readonly requestsPerWindow: number;
  readonly windowMs: number;
  /** Requests at once. */
  readonly concurrency: number;
  /** Units (billable parts) a second. */
  readonly accountMessagesPerSecond: number;
  readonly senderMessagesPerSecond: number;
}

// A slot says when a request may begin; how long it takes to get from there to the provider varies. Five in a hundred fewer
// requests leave a quarter of a second of room in a window of five.
const SAFETY = 1.05;

/** Ms between two requests, so that no window of the provider's, wherever it begins, sees more than its limit. */
export function requestSpacingMs({ requestsPerWindow, windowMs }: ProviderLimits): number {
  const spacing = (windowMs / requestsPerWindow) * SAFETY;
  // Finer than this no clock or network keeps time; the limit is then one that nobody reaches.
  return spacing < 0.1 ? 0 : spacing;
}

export interface TokenRefill {
  /** Whole tokens added each `everyMs`, a multiple of 250 ms (Bottleneck's grain). */
  readonly tokens: number;
  readonly everyMs: number;
  /** Tokens that may pile up while nothing is sent: a full batch, or a second's worth where that is more. */
  readonly capacity: number;
}

const GRAIN_MS = 250;
const LONGEST_GRAINS = 400;
const FULL_BATCH = 1_000;
/** No lane of the provider comes near it: from here on, asking Redis would only cost time. */
const BOUNDLESS_PER_SECOND = 1_000_000;

/**
 * A rate as a bucket that is refilled in whole tokens, never faster than the rate. A heavier batch takes its tokens in pieces.
 *
 * @returns undefined for a rate nothing can reach
 */
export function tokenRefill(perSecond: number): TokenRefill | undefined {
  if (perSecond >= BOUNDLESS_PER_SECOND) return undefined;
  const perGrain = (perSecond * GRAIN_MS) / 1_000;
  const capacity = Math.max(FULL_BATCH, Math.ceil(perSecond));
  for (let grains = 1; grains <= LONGEST_GRAINS; grains += 1) {
    const tokens = Math.floor(perGrain * grains + 1e-9);
    // Rounding down may cost a hundredth of the rate, not more.
    if (tokens > 0 && tokens >= perGrain * grains * 0.99) return { tokens, everyMs: grains * GRAIN_MS, capacity };
  }
  return { tokens: 1, everyMs: Math.ceil(1 / perGrain) * GRAIN_MS, capacity };
}

export interface StockLimits {
  readonly batches: number;
  readonly accountUnits: number;
  readonly senderUnits: number;
}

// What is fed waits in Bull, where pause and fairness don't reach it: enough to keep the senders busy between two ticks, no more.
const HORIZON_S = 10;
const BATCHES_PER_SLOT = 2;

/** How much may be handed to Bull at once. */
export function stockLimits(limits: ProviderLimits): StockLimits {
  const requestsPerSecond = (limits.requestsPerWindow * 1_000) / limits.windowMs;
  return {
    batches: Math.max(1, Math.ceil(Math.min(limits.concurrency * BATCHES_PER_SLOT, requestsPerSecond * HORIZON_S))),
    accountUnits: limits.accountMessagesPerSecond * HORIZON_S,
    senderUnits: limits.senderMessagesPerSecond * HORIZON_S,
  };
}
