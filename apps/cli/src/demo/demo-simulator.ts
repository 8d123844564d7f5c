/**
 * How the demo's provider behaves. Its request limits are the documented ones (300 in 5 seconds, 100 at once); only its
 * messages a second are raised, since at a new account's 5 the demo would take an hour.
 */
export function demoSimulator(messagesPerSecond: number): Readonly<Record<string, unknown>> {
  return {
    limits: { account_mps: { sms: messagesPerSecond } },
    // Every message gets a receipt: one without would be closed only after a wait that no demo should have.
    outcomes: { delivered: 0.955, undelivered: 0.03, failed: 0.015, no_receipt: 0 },
    numbers: { invalid_share: 0.002 },
    unknowns: { uuid_order: 'shuffled' },
    faults: {
      callback_duplicated: { probability: 0.01 },
      callback_reordered: { probability: 0.05, window_ms: 500 },
    },
    ledger: { keep_text: false },
  };
}

export const SIMULATOR_TEXT =
  '300 requests in 5 s, 100 at once; UUIDs shuffled; 1 % of callbacks twice, 5 % out of order; 0.2 % invalid numbers';
