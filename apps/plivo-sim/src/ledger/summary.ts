import { formatMoney } from '../money';
import { type Ledger } from './ledger';
import { Totals } from './totals';

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

export function summaryOf(totals: Totals): LedgerSummary {
  return {
    accepted_messages: totals.messages,
    distinct_destinations: totals.distinct,
    destinations_more_than_once: totals.repeated,
    by_state: totals.byState,
    by_error_code: totals.byErrorCode,
    units: totals.units,
    charged_units: totals.chargedUnits,
    amount: formatMoney(totals.amount),
  };
}

/** How many included messages to the same number came before; 2 stands for more. */
function earlierIncluded(ledger: Ledger, row: number, includes: (row: number) => boolean): number {
  let count = 0;
  for (let at = ledger.rowBefore(row); at !== undefined && count < 2; at = ledger.rowBefore(at)) {
    if (includes(at)) count += 1;
  }
  return count;
}

/** Totals over some messages, counted afresh from the rows themselves. */
export function recount(ledger: Ledger, includes: (row: number) => boolean): Totals {
  const totals = new Totals();
  for (let row = 0; row < ledger.size; row += 1) {
    if (!includes(row)) continue;
    const weight = ledger.weightOf(row);
    totals.add(weight, earlierIncluded(ledger, row, includes));
    const state = ledger.stateOf(row);
    if (state !== 'queued') totals.move('queued', state, ledger.codeOf(row), weight);
  }
  return totals;
}
