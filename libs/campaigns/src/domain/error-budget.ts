/** How much may go wrong before a campaign stops by itself. Shares are from 0 to 1; null = this one is not watched. */
export interface ErrorBudget {
  /** Of the requests the provider decided on: those it refused. */
  readonly refused_batches: number | null;
  /** Of the messages whose fate is known: failed, undelivered or expired, for any reason but the account's. */
  readonly failed_messages: number | null;
  /** Taken for spam (error code 30). */
  readonly spam: number | null;
  /** The recipient had opted out with the provider (error code 200). */
  readonly opt_outs: number | null;
  /** No share is judged before the fate of so many messages is known. */
  readonly min_messages: number;
  /** Only so many are sent at first, until they are settled; null = all at once. */
  readonly canary_messages: number | null;
  /** The canary is judged after so long, whatever is still open. */
  readonly canary_minutes: number;
}

/** Plivo flags an account with 5 % opt-outs a day and suspends at 10 % [Plivo, opt-out rates]; the others are Herald's. */
export const DEFAULT_ERROR_BUDGET: ErrorBudget = {
  refused_batches: 0.2,
  failed_messages: 0.3,
  spam: 0.02,
  opt_outs: 0.05,
  min_messages: 500,
  canary_messages: null,
  canary_minutes: 30,
};

/** What the rollups say, or what they said at a moment. */
export interface BudgetCounts {
  readonly accepted_batches: number;
  readonly refused_batches: number;
  readonly judged: number;
  readonly failed: number;
  readonly spam: number;
  readonly opt_outs: number;
}

const NOTHING: BudgetCounts = { accepted_batches: 0, refused_batches: 0, judged: 0, failed: 0, spam: 0, opt_outs: 0 };
/** A share of fewer requests says nothing. */
const LEAST_BATCHES = 5;

type Given = { readonly [Field in keyof ErrorBudget]?: ErrorBudget[Field] | undefined };

/** @param given undefined = the default; null = off; a field left out has its default */
export function errorBudgetOf(given: Given | null | undefined): ErrorBudget | null {
  if (given === null) return null;
  const said = Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_ERROR_BUDGET, ...said };
}

export function errorBudgetFault(budget: ErrorBudget): { field: string; message: string } | undefined {
  for (const field of ['refused_batches', 'failed_messages', 'spam', 'opt_outs'] as const) {
    const share = budget[field];
    if (share !== null && !(share > 0 && share <= 1)) {
      return { field: `error_budget.${field}`, message: 'must be a share above 0 and up to 1, or null' };
    }
  }
  for (const field of ['min_messages', 'canary_messages', 'canary_minutes'] as const) {
    const count = budget[field];
    if (count !== null && !(Number.isInteger(count) && count > 0 && count <= MAX_COUNT)) {
      return { field: `error_budget.${field}`, message: `must be a whole number from 1 to ${MAX_COUNT}` };
    }
  }
  return undefined;
}

const MAX_COUNT = 100_000_000;

/**
 * Which limits are broken, in words with their figures; none = within the budget.
 *
 * @param base counts at the last breach: an operator who resumed the campaign has accepted what was before
 * @param least the fate of how many messages must be known; the canary is judged by fewer
 */
export function breaches(
  budget: ErrorBudget,
  counts: BudgetCounts,
  base: BudgetCounts | null,
  least: number = budget.min_messages,
): string[] {
  const since = (key: keyof BudgetCounts): number => Math.max(0, counts[key] - (base ?? NOTHING)[key]);
  const refused = since('refused_batches');
  const requests = refused + since('accepted_batches');
  const judged = since('judged');
  const found: string[] = [];
  const look = (limit: number | null, part: number, whole: number, enough: number, what: string): void => {
    if (limit === null || whole < enough || whole === 0 || part / whole <= limit) return;
    found.push(`${part} of ${whole} ${what} (${percent(part / whole)}; ${percent(limit)} are allowed)`);
  };
  look(budget.refused_batches, refused, requests, LEAST_BATCHES, 'batches were refused');
  look(budget.failed_messages, since('failed'), judged, least, 'messages failed');
  look(budget.spam, since('spam'), judged, least, 'messages were taken for spam');
  look(budget.opt_outs, since('opt_outs'), judged, least, 'recipients had opted out');
  return found;
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}

export interface CanaryFacts {
  /** Messages that may be sent for now, and those the campaign has. */
  readonly feedLimit: number;
  readonly messages: number;
  /** Messages of which nothing more is expected. */
  readonly settled: number;
  readonly sinceStartMs: number;
}

/** Whether the first messages have said what they can. */
export function canaryIsOver(budget: ErrorBudget, facts: CanaryFacts): boolean {
  if (facts.settled >= Math.min(facts.feedLimit, facts.messages)) return true;
  return facts.sinceStartMs >= budget.canary_minutes * 60_000;
}
