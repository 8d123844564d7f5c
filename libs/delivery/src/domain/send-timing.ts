export interface SendTiming {
  /** From the claim to the moment others may take the sender for dead. */
  readonly leaseMs: number;
  /** From the claim to the last moment the request may be begun. */
  readonly writeWithinMs: number;
  /** A limiter's slot is taken back from a worker that died in it. Later than the lease, so never from one that lives. */
  readonly slotMs: number;
}

// For the claim's commit, the record of the outcome, a slow event loop.
const SLACK_MS = 5_000;

/**
 * A request begun at the last allowed moment has its answer, or has timed out, before the lease ends: nobody may take a batch for
 * unsent, or settle it, while its request is still under way.
 */
export function sendTiming(timeouts: { connectTimeoutMs: number; responseTimeoutMs: number }): SendTiming {
  const writeWithinMs = timeouts.connectTimeoutMs + SLACK_MS;
  const leaseMs = writeWithinMs + timeouts.responseTimeoutMs + SLACK_MS;
  return { writeWithinMs, leaseMs, slotMs: leaseMs + SLACK_MS };
}

/** How long a batch may be handed out without anybody claiming it; who waits with it renews it. */
export const FED_LEASE_MS = 30_000;
