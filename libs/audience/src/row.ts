import type { CountryNames } from './domain/country-name';
import type { RejectCode } from './domain/reject';
import type { ImportLayout } from './layout';
import { normalisePhone } from './phone';
import { readTimeZone } from './time-zone';

export interface ContactRow {
  /** E.164 digits. */
  readonly phone: string;
  readonly country: string;
  readonly timeZone: string | undefined;
}

export interface RejectedRow {
  readonly code: RejectCode;
  readonly column: string | undefined;
}

const MAX_CELL_LENGTH = 64 * 1024;
const MAX_COUNTRY_CELLS = 10_000;

/** Turns the cells of one row into a contact or a reject, by the layout of its file. */
export class RowReader {
  /** Contacts whose time zone cell is no IANA name; they are kept without one. */
  unknownTimeZones = 0;
  private readonly phone: number;
  private readonly country: number;
  private readonly timeZone: number;
  private readonly countryOf = new Map<string, string | undefined>();

  constructor(
    private readonly layout: ImportLayout,
    private readonly countryNames: CountryNames,
  ) {
    const { columns } = layout;
    this.phone = columns.indexOf(layout.phone_column);
    this.country = layout.country_column === null ? -1 : columns.indexOf(layout.country_column);
    this.timeZone = layout.time_zone_column === null ? -1 : columns.indexOf(layout.time_zone_column);
  }

  read(cells: readonly string[]): ContactRow | RejectedRow {
    const { columns, phone_column } = this.layout;
    const large = cells.findIndex((cell) => cell.length > MAX_CELL_LENGTH);
    if (large !== -1) return { code: 'cell_too_large', column: columns[large] };
    if (cells.length > columns.length && cells.some((cell, index) => index >= columns.length && cell.trim() !== '')) {
      return { code: 'too_many_cells', column: undefined };
    }
    const country = this.countryOfRow(cells);
    const result = normalisePhone(cells[this.phone] ?? '', country === '' ? undefined : country);
    if (typeof result === 'string') {
      return country === '' && result === 'no_country'
        ? { code: 'country_unknown', column: columns[this.country] }
        : { code: result, column: phone_column };
    }
    return {
      phone: result.phone,
      country: result.country,
      timeZone: this.timeZone === -1 ? undefined : this.readZone(cells[this.timeZone] ?? ''),
    };
  }

  /** The country of the row's numbers; '' when its cell names one that is not known. */
  private countryOfRow(cells: readonly string[]): string | undefined {
    const home = this.layout.default_country ?? undefined;
    const cell = this.country === -1 ? '' : (cells[this.country] ?? '');
    if (cell === '' || cell.length > 100) return home;
    if (this.countryOf.has(cell)) return this.countryOf.get(cell);
    const country = cell.trim() === '' ? home : (this.countryNames.read(cell) ?? '');
    // A copy: the cell may be a slice that would keep a whole piece of the file alive.
    if (this.countryOf.size < MAX_COUNTRY_CELLS) this.countryOf.set(Buffer.from(cell).toString(), country);
    return country;
  }

  private readZone(cell: string): string | undefined {
    if (cell.trim() === '') return undefined;
    const zone = readTimeZone(cell);
    if (zone === undefined) this.unknownTimeZones++;
    return zone;
  }
}

export function isReject(row: ContactRow | RejectedRow): row is RejectedRow {
  return 'code' in row;
}

/** Cells as they are kept with a reject: a huge one is cut. */
export function keptCells(cells: readonly string[]): readonly string[] {
  return cells.some((cell) => cell.length > MAX_CELL_LENGTH)
    ? cells.map((cell) => (cell.length > MAX_CELL_LENGTH ? `${cell.slice(0, 1_000)}… [cut]` : cell))
    : cells;
}
