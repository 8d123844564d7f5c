import { AppError } from '@herald/kernel';
import { decode, sampleRecords } from './csv';
import { CountryNames } from './domain/country-name';
import { chooseDelimiter, type Delimiter, DELIMITERS, separatorLine } from './domain/delimiter';
import { detectEncoding, type Encoding, foreignFormat } from './domain/encoding';
import { type CellJudges, guessColumns, hasHeader } from './domain/guess-columns';
import type { ImportLayout, ImportOptions } from './layout';
import { normalisePhone } from './phone';
import { isCountry } from './phone-plan';
import { readTimeZone } from './time-zone';

export const HEAD_BYTES = 256 * 1024;
const SAMPLE_RECORDS = 200;

export const countryNames = new CountryNames(isCountry);

export interface FileHead {
  readonly head: Buffer;
  /** Whether the head is the whole file. */
  readonly isWhole: boolean;
  readonly isUtf8: boolean;
}

/**
 * Decides how a file is read, from its head, the caller's wishes and the list's country.
 *
 * @throws AppError `empty_file`, `not_a_csv`, `header_only`, `no_phone_column`, `unknown_column`, `unknown_country`
 */
export function settleLayout(file: FileHead, options: ImportOptions, listCountry: string | null): ImportLayout {
  const defaultCountry = options.default_country ?? listCountry;
  if (defaultCountry !== null && !isCountry(defaultCountry)) {
    throw invalid('unknown_country', `default_country "${defaultCountry}" is no country: use a code such as US.`);
  }
  const encoding = encodingOf(file, options.encoding);
  const text = decode(file.head, encoding).replace(/^\ufeff/, '');
  if (text.trim() === '') throw invalid('empty_file', 'The file is empty.');

  const hint = separatorLine(text);
  const skipLines = hint === undefined ? 0 : 1;
  // A last line without an end is a record too, when nothing can follow it; the parser wants to see some more before it believes that.
  const complete = file.isWhole ? text + '\n'.repeat(16) : text;
  const read = (delimiter: Delimiter) =>
    sampleRecords(complete, { delimiter, skip_lines: skipLines }, SAMPLE_RECORDS + 1);
  const delimiter =
    options.delimiter ?? hint ?? chooseDelimiter(new Map(DELIMITERS.map((candidate) => [candidate, read(candidate)])));
  const [first = [], ...others] = read(delimiter);

  const judges = judgesFor(defaultCountry ?? undefined);
  const header = options.header ?? hasHeader(first, judges);
  const rows = header ? others : [first, ...others];
  if (rows.length === 0 && file.isWhole) throw invalid('header_only', 'The file has a header and no rows.');
  const columns = header ? uniqueNames(first) : first.map((_, index) => `column_${String(index + 1)}`);
  return {
    encoding,
    delimiter,
    header,
    skip_lines: skipLines,
    columns,
    ...chooseColumns(columns, rows, judges, options),
    default_country: defaultCountry,
  };
}

function encodingOf({ head, isUtf8 }: FileHead, wished: Encoding | undefined): Encoding {
  const format = foreignFormat(head);
  const detected = detectEncoding(head, isUtf8);
  if (format !== undefined || (wished === undefined && detected === 'binary')) {
    throw invalid('not_a_csv', `The file is ${format ?? 'no text'}, not a CSV. Export it as CSV and send that.`);
  }
  return wished ?? (detected === 'binary' ? 'utf-8' : detected);
}

function judgesFor(country: string | undefined): CellJudges {
  return {
    isPhone: (cell) => typeof normalisePhone(cell, country) !== 'string',
    isCountry: (cell) => countryNames.read(cell) !== undefined,
    isTimeZone: (cell) => readTimeZone(cell) !== undefined,
  };
}

function chooseColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  judges: CellJudges,
  options: ImportOptions,
) {
  const guess = guessColumns(columns, rows, judges);
  const named = (name: string | undefined, guessed: number | undefined): string | null =>
    name === undefined ? ((guessed === undefined ? undefined : columns[guessed]) ?? null) : findColumn(columns, name);
  const phone = named(options.phone_column, guess.phone);
  if (phone === null) {
    throw invalid(
      'no_phone_column',
      `No column looks like phone numbers. Name it with phone_column; the columns are: ${columns.join(', ')}.`,
    );
  }
  const country = named(options.country_column, guess.country);
  const timeZone = named(options.time_zone_column, guess.timeZone);
  const attributes =
    options.attribute_columns?.map((name) => findColumn(columns, name)) ??
    columns.filter((name) => name !== phone && name !== timeZone);
  return { phone_column: phone, country_column: country, time_zone_column: timeZone, attribute_columns: attributes };
}

function findColumn(columns: readonly string[], name: string): string {
  const folded = name.trim().toLowerCase();
  const found = columns.find((column) => column === name) ?? columns.find((column) => column.toLowerCase() === folded);
  if (found !== undefined) return found;
  throw invalid('unknown_column', `There is no column "${name}". The columns are: ${columns.join(', ')}.`);
}

/** Empty headers get a number, repeated ones too. */
function uniqueNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((cell, index) => {
    const name = cell.replaceAll('\0', '').trim() || `column_${String(index + 1)}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name}_${String(copy)}`;
    taken.add(unique);
    return unique;
  });
}

function invalid(code: string, message: string): AppError {
  return new AppError('invalid', code, message);
}
