import { AppError } from '@herald/kernel';
import { checkScope } from '../domain/check-scope';
import { e164Digits } from '../domain/e164';
import { type Scope, SCOPES } from '../domain/scope';
import type { PhoneScope } from '../suppression-changes';

/** Columns of an export; an import needs the first, and ignores cause and created_at, which are not the importer's to say. */
export const COLUMNS = ['phone', 'scope', 'key', 'cause', 'reason', 'source', 'created_at'] as const;

export type ColumnIndex = Readonly<Partial<Record<(typeof COLUMNS)[number], number>>>;

export interface SuppressionRow extends PhoneScope {
  readonly reason: string | undefined;
  readonly source: string | undefined;
}

const MOST_WORDS = 200;

/**
 * Where the columns are, by the header; undefined: there is none, the first row is a number already.
 *
 * @throws AppError invalid `no_phone_column`
 */
export function columnsOf(first: readonly string[]): ColumnIndex | undefined {
  const names = first.map((cell) => cell.trim().toLowerCase());
  const known = COLUMNS.flatMap((name) => (names.includes(name) ? [[name, names.indexOf(name)] as const] : []));
  const index: ColumnIndex = Object.fromEntries(known);
  if (index.phone !== undefined) return index;
  if (/^'?\+?\d{7,15}$/.test(names[0] ?? '')) return undefined;
  const message = `The file has no column "phone"; its first row is: ${first.slice(0, MOST_SHOWN).join(', ').slice(0, MOST_WORDS)}.`;
  throw new AppError('invalid', 'no_phone_column', message);
}

const MOST_SHOWN = 10;

/** @throws AppError invalid `phone_invalid`, `scope_invalid` */
export function readRow(cells: readonly string[], index: ColumnIndex = { phone: 0 }): SuppressionRow {
  const cell = (name: keyof ColumnIndex): string => {
    const at = index[name];
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
  // What an export, or a spreadsheet, puts before a + so that it is no formula.
  const phone = e164Digits(cell('phone').replace(/^'/, ''));
  const { scope, key } = checkScope(scopeOf(cell('scope')), cell('key'));
  return { phone, scope, key, reason: words(cell('reason')), source: words(cell('source')) };
}

function scopeOf(cell: string): Scope {
  const scope = cell === '' ? 'everything' : SCOPES.find((each) => each === cell.toLowerCase());
  if (scope !== undefined) return scope;
  const message = `is "${cell.slice(0, MOST_WORDS)}": one of ${SCOPES.join(', ')}`;
  throw new AppError('invalid', 'scope_invalid', `scope ${message}.`, { details: [{ field: 'scope', message }] });
}

function words(cell: string): string | undefined {
  return cell === '' ? undefined : cell.slice(0, MOST_WORDS);
}
