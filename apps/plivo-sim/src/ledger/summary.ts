import { type CallbackCounts } from '../callbacks/dispatcher';
import { formatMoney } from '../money';
import { type Ledger, MESSAGE_STATES } from './ledger';

export interface LedgerSummary {
  readonly accepted_messages: number;
  readonly distinct_destinations: number;
  readonly destinations_more_than_once: number;
  readonly by_state: Record<string, number>;
  readonly by_error_code: Record<string, number>;
  readonly units: number;
  /** Units of messages that were charged (all but the failed ones). */
  readonly charged_units: number;
  /** Exact decimal of all charges, carrier fees not among them. */
  readonly amount: string;
}

/** Totals over every accepted message, counted afresh from the rows themselves. */
export function summarise(ledger: Ledger, includes: (row: number) => boolean = () => true): LedgerSummary {
  const byState: Record<string, number> = Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0]));
  const byCode: Record<string, number> = {};
  let [messages, distinct, repeated, units, charged, amount] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < ledger.size; row += 1) {
    if (!includes(row)) continue;
    const state = ledger.stateOf(row);
    const { units: each } = ledger.requestOf(row);
    messages += 1;
    byState[state] = (byState[state] ?? 0) + 1;
    units += each;
    if (state !== 'failed') charged += each;
    amount += ledger.amountOf(row);
    if (state === 'failed' || state === 'undelivered') {
      const code = String(ledger.codeOf(row));
      byCode[code] = (byCode[code] ?? 0) + 1;
    }
    // Counted at the second acceptance, so that a number accepted five times counts once.
    const earlier = earlierIncluded(ledger, row, includes);
    if (earlier === 0) distinct += 1;
    if (earlier === 1) repeated += 1;
  }
  return {
    accepted_messages: messages,
    distinct_destinations: distinct,
    destinations_more_than_once: repeated,
    by_state: byState,
    by_error_code: byCode,
    units,
    charged_units: charged,
    amount: formatMoney(amount),
  };
}

/** How many included messages to the same number came before; 2 stands for "two or more". */
function earlierIncluded(ledger: Ledger, row: number, includes: (row: number) => boolean): 0 | 1 | 2 {
  let count = 0;
  for (let at = ledger.rowBefore(row); at !== undefined && count < 2; at = ledger.rowBefore(at)) {
    if (includes(at)) count += 1;
  }
  return count === 0 ? 0 : count === 1 ? 1 : 2;
}

export type CallbackSummary = CallbackCounts & { readonly pending: number };
