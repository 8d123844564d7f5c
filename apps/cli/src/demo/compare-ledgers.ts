import { maskPhone } from '@herald/kernel';

import { fingerprint, LedgerTable, type Match } from './ledger-table';

/** What became of one message, on either side. */
export interface LedgerEntry {
  readonly phone: number;
  readonly state: string;
  readonly errorCode: number;
  readonly units: number;
  /** In hundred-thousandths of the currency, so that sums and comparisons are exact. */
  readonly amount: number;
}

/** An entry of the provider's ledger: `times` is how often the message was accepted. */
export interface ProviderEntry extends LedgerEntry {
  readonly times: number;
}

export interface LedgerTotals {
  messages: number;
  units: number;
  amount: number;
  readonly states: Record<string, number>;
}

export interface Comparison {
  readonly agree: boolean;
  readonly herald: LedgerTotals;
  readonly provider: LedgerTotals;
  /** Destinations the provider accepted more than once: promise 1. */
  readonly sentTwice: number;
  readonly differences: Readonly<Record<Exclude<Match, 'same'> | 'unknown_to_herald', number>>;
  /** The first few differences, numbers masked. */
  readonly examples: readonly string[];
}

// Messages that never left: the provider must not know them.
const NOT_SENT = new Set(['planned', 'suppressed', 'refused', 'cancelled', 'abandoned']);
const EXAMPLES = 5;

/**
 * Compares two ledgers, streamed: the same destinations, each once, with the same state, error, units and amount.
 * Herald closes a message that gets no receipt as `sent_no_receipt`; for the provider it stays `sent`.
 */
export async function compareLedgers(
  provider: AsyncIterable<ProviderEntry>,
  herald: AsyncIterable<LedgerEntry>,
): Promise<Comparison> {
  const table = new LedgerTable();
  const differences = { missing: 0, different: 0, repeated: 0, unknown_to_herald: 0 };
  const totals = { herald: emptyTotals(), provider: emptyTotals() };
  const examples: string[] = [];
  let sentTwice = 0;
  for await (const entry of provider) {
    add(totals.provider, entry);
    if (entry.times !== 1) sentTwice += 1;
    table.add(entry.phone, fingerprint(textOf(entry)));
  }
  for await (const entry of herald) {
    if (NOT_SENT.has(entry.state)) {
      if (table.match(entry.phone, 0) === 'missing') continue;
      differences.different += 1;
      example(examples, `${maskPhone(String(entry.phone))} is ${entry.state} for Herald, but the provider took it`);
      continue;
    }
    add(totals.herald, entry);
    const match = table.match(entry.phone, fingerprint(textOf(entry)));
    if (match === 'same') continue;
    differences[match] += 1;
    example(examples, `${maskPhone(String(entry.phone))}: Herald has ${textOf(entry)}; at the provider: ${match}`);
  }
  differences.unknown_to_herald = table.unmatched;
  const agree = sentTwice === 0 && Object.values(differences).every((count) => count === 0);
  return { agree, ...totals, sentTwice, differences, examples };
}

function textOf({ state, errorCode, units, amount }: LedgerEntry): string {
  return `${state === 'sent_no_receipt' ? 'sent' : state} ${errorCode} ${units} ${amount}`;
}

function emptyTotals(): LedgerTotals {
  return { messages: 0, units: 0, amount: 0, states: {} };
}

function add(totals: LedgerTotals, { state, units, amount }: LedgerEntry): void {
  totals.messages += 1;
  totals.units += units;
  totals.amount += amount;
  totals.states[state] = (totals.states[state] ?? 0) + 1;
}

function example(examples: string[], text: string): void {
  if (examples.length < EXAMPLES) examples.push(text);
}
