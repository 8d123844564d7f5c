/**
 * How long callbacks have, counted from the end of the batch's lease, before the provider's records are asked; and how far apart the rounds of
 * look-ups are. Together longer than a request can be on its way by itself: Linux gives up on bytes a peer does not confirm after about
 * 15 minutes (`tcp_retries2`).
 */
export const SETTLE_TIMING = { graceMs: 120_000, roundMs: 900_000 } as const;
