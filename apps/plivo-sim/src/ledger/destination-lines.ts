import { formatMoney } from '../money';
import { type AcceptedRequest, type Ledger } from './ledger';

export interface DestinationFilter {
  readonly moreThanOnce: boolean;
  /** Milliseconds since the epoch; only messages accepted at or after it. */
  readonly since: number;
  /** Only messages whose callback URL contains this. */
  readonly urlContains: string | null;
}

/** Whether a request passes `since` and `url_contains`. */
export function requestFilter(filter: DestinationFilter): (request: AcceptedRequest) => boolean {
  const { since, urlContains } = filter;
  return ({ at, url }) => at >= since && (urlContains === null || (url ?? '').includes(urlContains));
}

/** Whether a row's request passes. */
export function rowFilter(ledger: Ledger, filter: DestinationFilter): (row: number) => boolean {
  const passes = requestFilter(filter);
  return (row) => passes(ledger.requestOf(row));
}

const LINES_AT_ONCE = 1000;

/** What was really sent to whom: a line of JSON for every destination, in the order of its first message. */
export function* destinationLines(ledger: Ledger, filter: DestinationFilter): Generator<string> {
  const includes = rowFilter(ledger, filter);
  let lines = '';
  let count = 0;
  for (let row = 0; row < ledger.size; row += 1) {
    if (!isFirst(ledger, row, includes)) continue;
    const to = ledger.toOf(row);
    const rows: number[] = [];
    for (let at = ledger.latestRow(to); at !== undefined; at = ledger.rowBefore(at)) if (includes(at)) rows.unshift(at);
    if (filter.moreThanOnce && rows.length < 2) continue;
    lines += `${JSON.stringify(destinationLine(ledger, to, rows))}\n`;
    count += 1;
    if (count % LINES_AT_ONCE === 0) {
      yield lines;
      lines = '';
    }
  }
  if (lines !== '') yield lines;
}

function isFirst(ledger: Ledger, row: number, includes: (row: number) => boolean): boolean {
  if (!includes(row)) return false;
  for (let at = ledger.rowBefore(row); at !== undefined; at = ledger.rowBefore(at)) if (includes(at)) return false;
  return true;
}

function destinationLine(ledger: Ledger, to: number, rows: readonly number[]): Record<string, unknown> {
  let units = 0;
  let amount = 0;
  for (const row of rows) {
    units += ledger.requestOf(row).units;
    amount += ledger.amountOf(row);
  }
  const codes = rows.map((row) => (ledger.stateOf(row) === 'queued' ? 0 : ledger.codeOf(row)));
  return {
    to: String(to),
    from: [...new Set(rows.map((row) => ledger.fromOf(row)))].join(','),
    times: rows.length,
    states: rows.map((row) => ledger.stateOf(row)),
    error_codes: codes,
    units,
    amount: formatMoney(amount),
  };
}
