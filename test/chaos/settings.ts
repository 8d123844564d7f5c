import { type ChaosOptions } from './options';

/** The provider client's time-outs: short, so that leases (they are built on these) end within seconds. */
export const TIMEOUTS = { connectTimeoutMs: 1_000, responseTimeoutMs: 2_000 } as const;
/**
 * The provider allows some 20. A campaign that takes hours is sent in minutes here, so what is lost of it comes as many times as fast, and
 * reconciling would take hours: the budget grows with the recipients.
 */
function lookupsPerMinute({ recipients }: ChaosOptions): number {
  return Math.max(300, recipients / 200);
}
/** Sending takes this share of the time in which faults strike. */
const SENDING_SHARE = 0.7;

/** Configuration of Herald's processes: production's code with shorter waits. */
export function variables(options: ChaosOptions): Record<string, string> {
  const pace = String(Math.ceil(options.recipients / (options.minutes * 60 * SENDING_SHARE)));
  return {
    PLIVO_CONNECT_TIMEOUT_MS: String(TIMEOUTS.connectTimeoutMs),
    PLIVO_RESPONSE_TIMEOUT_MS: String(TIMEOUTS.responseTimeoutMs),
    ACCOUNT_MESSAGES_PER_SECOND: pace,
    SENDER_MESSAGES_PER_SECOND: pace,
    WORKER_CONCURRENCY: '8',
    // Lost callbacks are looked up once the repeated ones have had their time, and before the receipts' time is over. That outlasts
    // the faults, as three days outlast an outage: its last quarter is when Herald asks, and it has to be let.
    SILENT_AFTER_MINUTES: isLong(options) ? '1.5' : '0.5',
    RECEIPT_TIMEOUT_MINUTES: String(Math.max(2, Math.ceil(options.minutes))),
    // A second round sooner than a request can be on its way is safe only because this network keeps nothing back for long.
    UNKNOWN_GRACE_SECONDS: '3',
    UNKNOWN_ROUND_SECONDS: '6',
    ACCOUNT_LOOKUPS_PER_MINUTE: String(Math.floor(0.95 * lookupsPerMinute(options))),
  };
}

/** What the simulator does all the time: answers take a while, so that whenever something dies, requests are under way. */
export const CALM: Readonly<Record<string, object>> = {
  slow_answer: { probability: 0.6, min_ms: 100, max_ms: 900 },
};

export function simulatorOptions(options: ChaosOptions): Record<string, unknown> {
  // The provider repeats a callback after 1, 2 and 4 minutes; in a short run that would be most of its time.
  const first = isLong(options) ? 10_000 : 3_000;
  return {
    outcomes: { delivered: 0.955, undelivered: 0.03, failed: 0.015, no_receipt: 0 },
    // An invalid number of a request whose answer was lost has its end a day later.
    numbers: { invalid_share: 0 },
    unknowns: { uuid_order: 'shuffled' },
    limits: { list_requests: Math.ceil(lookupsPerMinute(options) / 12), list_window_ms: 5_000 },
    callbacks: { timeout_ms: 4_000, retry_delays_ms: [first, 2 * first, 4 * first] },
    faults: CALM,
    ledger: { keep_text: false },
  };
}

function isLong({ minutes }: ChaosOptions): boolean {
  return minutes > 5;
}
