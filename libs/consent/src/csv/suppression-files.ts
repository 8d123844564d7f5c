import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock, csvLine } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CsvError, parse } from 'csv-parse';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { suppress } from '../suppression-changes';
import type { OperatorGrounds, SuppressionFilter } from '../suppression';
import { SuppressionsRepository } from '../suppressions.repository';
import { COLUMNS, type ColumnIndex, columnsOf, readRow, type SuppressionRow } from './suppression-row';

export interface SuppressionsImported {
  readonly rows: number;
  readonly added: number;
  readonly known: number;
  readonly rejected: number;
  /** The first of them; `row` counts the data rows from 1. */
  readonly rejects: readonly { readonly row: number; readonly code: string; readonly message: string }[];
}

const CHUNK_ROWS = 5_000;
const REJECTS_TOLD = 100;
const EXPORT_ROWS = 500;
const LONGEST_RECORD = 64 * 1024;

/** Suppressions in and out as CSV, in constant memory. */
@Injectable()
export class SuppressionFiles {
  constructor(
    private readonly database: Database,
    private readonly repository: SuppressionsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Suppresses what the file names, some thousand rows at a time: each holds as soon as it is committed, and a file that breaks
   * off may be sent again whole. Rows that can't be read are told and left out.
   *
   * @throws AppError invalid `no_phone_column`, `not_a_csv`, `empty_file`
   */
  async import(file: Readable, grounds: OperatorGrounds): Promise<SuppressionsImported> {
    const parser = parse({
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
    });
    // A failure of the source destroys the parser with the same error.
    pipeline(file, parser).catch(() => undefined);
    const total = { rows: 0, added: 0, known: 0, rejected: 0 };
    const rejects: SuppressionsImported['rejects'][number][] = [];
    let chunk: SuppressionRow[] = [];
    let columns: ColumnIndex | undefined;
    let begun = false;
    const flush = async (): Promise<void> => {
      const { added, known } = await this.write(chunk, grounds);
      total.added += added;
      total.known += known;
      chunk = [];
    };
    for await (const cells of recordsOf(parser)) {
      if (!begun) {
        begun = true;
        columns = columnsOf(cells);
        if (columns !== undefined) continue;
      }
      total.rows++;
      try {
        chunk.push(readRow(cells, columns));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        total.rejected++;
        if (rejects.length < REJECTS_TOLD) rejects.push({ row: total.rows, code: error.code, message: error.message });
      }
      if (chunk.length >= CHUNK_ROWS) await flush();
    }
    if (!begun) throw new AppError('invalid', 'empty_file', 'The file has no rows.');
    await flush();
    return { ...total, rejects };
  }

  /** All that fit, in chunks of lines, with a header. */
  async *export(filter: SuppressionFilter): AsyncGenerator<string, void, undefined> {
    let lines = [csvLine(COLUMNS)];
    for await (const row of this.repository.stream(filter)) {
      lines.push(csvLine(COLUMNS.map((name) => (name === 'created_at' ? row.created_at.toISOString() : row[name]))));
      if (lines.length < EXPORT_ROWS) continue;
      yield lines.join('');
      lines = [];
    }
    yield lines.join('');
  }

  /** Rows of one reason and source in one statement. */
  private async write(
    rows: readonly SuppressionRow[],
    grounds: OperatorGrounds,
  ): Promise<{ added: number; known: number }> {
    const groups = new Map<string, SuppressionRow[]>();
    for (const row of rows) {
      const name = JSON.stringify([row.reason, row.source]);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [row]);
      else group.push(row);
    }
    const total = { added: 0, known: 0 };
    for (const group of groups.values()) {
      const { reason = grounds.reason, source = grounds.source } = group[0] ?? {};
      const at = this.clock.now();
      const { added } = await suppress(this.database, group, { ...grounds, reason, source, cause: 'operator', at });
      total.added += added;
      total.known += group.length - added;
    }
    return total;
  }
}

async function* recordsOf(parser: AsyncIterable<unknown>): AsyncGenerator<string[]> {
  try {
    for await (const record of parser) yield record as string[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message = `The file can't be read as CSV: ${error.message}. What came before is suppressed.`;
    throw new AppError('invalid', 'not_a_csv', message, { cause: error });
  }
}
