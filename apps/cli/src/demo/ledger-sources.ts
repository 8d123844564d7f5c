import { AppError } from '@herald/kernel';

import { type LedgerEntry, type ProviderEntry } from './compare-ledgers';

const AMOUNT_SCALE = 100_000;

/** One line of the simulator's `/_sim/ledger/destinations`. */
interface DestinationLine {
  readonly to: string;
  readonly times: number;
  readonly states: readonly string[];
  readonly error_codes: readonly number[];
  readonly units: number;
  readonly amount: string;
}

/** The simulator's ledger: what it really took, by destination. */
export async function* providerEntries(lines: AsyncIterable<string>): AsyncGenerator<ProviderEntry> {
  for await (const line of lines) {
    if (line === '') continue;
    const { to, times, states, error_codes: codes, units, amount } = JSON.parse(line) as DestinationLine;
    yield {
      phone: Number(to),
      times,
      state: states.at(-1) ?? '',
      errorCode: codes.at(-1) ?? 0,
      units,
      amount: scaled(amount),
    };
  }
}

const COLUMNS = ['phone', 'state', 'error_code', 'units', 'total_amount'] as const;

/** Herald's export. Its cells hold no quoted newline, and no quote in the columns that are read here. */
export async function* heraldEntries(lines: AsyncIterable<string>): AsyncGenerator<LedgerEntry> {
  let positions: readonly number[] | undefined;
  for await (const line of lines) {
    const cells = splitLine(line);
    if (positions === undefined) {
      positions = COLUMNS.map((name) => cells.indexOf(name));
      const missing = COLUMNS.filter((_, index) => positions?.[index] === -1);
      if (missing.length > 0) throw new AppError('invalid', 'export_columns', `the export lacks ${missing.join(', ')}`);
      continue;
    }
    const [phone = '', state = '', code = '', units = '', amount = ''] = positions.map((at) => cells[at] ?? '');
    yield { phone: Number(phone), state, errorCode: Number(code), units: Number(units), amount: scaled(amount) };
  }
}

function scaled(amount: string): number {
  return Math.round(Number(amount) * AMOUNT_SCALE);
}

/** Cells of a CSV line; quotes are honoured, since an error's meaning may hold a comma. */
function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return (line.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, ''));
}
