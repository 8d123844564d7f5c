import { Database, type Transaction } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { copyText, copyTextArray, inPieces } from './copy-text';
import { type DuplicateCode, type RejectCode, ROW_CODES } from './domain/reject';
import type { ClaimedImport } from './import';
import { ImportRepository } from './import.repository';
import { type ContactRow, keptCells } from './row';

export interface NumberedContact extends ContactRow {
  readonly rowNumber: number;
  /** As in the file, for the case that the row turns out a duplicate. */
  readonly cells: readonly string[];
}

export interface NumberedReject {
  readonly rowNumber: number;
  readonly code: RejectCode;
  readonly column: string | undefined;
  readonly cells: readonly string[];
}

/** Some consecutive rows of a file. */
export interface Chunk {
  readonly contacts: readonly NumberedContact[];
  readonly rejects: readonly NumberedReject[];
  /** How far the file was read for it. */
  readonly bytesRead: number;
}

/** Another worker has taken the import over; nothing was committed. */
export class ImportLostError extends Error {}

interface Duplicate extends Omit<NumberedReject, 'code'> {
  readonly code: DuplicateCode;
  readonly message: string;
}

interface Existing {
  readonly phone: string;
  readonly import_id: number;
  readonly row_number: number;
}

/** Commits chunks: contacts, duplicates, rejects and all counters in one transaction, or nothing. */
@Injectable()
export class ImportChunkRepository {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
  ) {}

  /**
   * Who is there already is looked up first and the rest goes in by one COPY straight into the table: much cheaper than a staging table
   * and ON CONFLICT. That is safe because imports of one list run one after another; a second writer would break the primary key and so
   * the transaction, never the data.
   *
   * @throws ImportLostError
   */
  async commit(claimed: ClaimedImport, chunk: Chunk, phoneColumn: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.imports.holds(tx, claimed))) throw new ImportLostError();
      const { fresh, duplicates } = await this.separate(tx, claimed, chunk.contacts, phoneColumn);
      await tx.copy(
        'contacts (list_id, phone, country, import_id, row_number, time_zone, attributes)',
        inPieces(contactLines(claimed, fresh)),
      );
      const rejects = chunk.rejects.map((reject) => ({ ...reject, message: ROW_CODES[reject.code] }));
      if (duplicates.length + rejects.length > 0) {
        await tx.copy(
          'import_rejects (import_id, row_number, kind, code, column_name, message, cells)',
          inPieces(rejectLines(claimed.id, duplicates, rejects)),
        );
      }
      await tx.query(
        `UPDATE imports SET rows = rows + $2 + $3 + $4, contacts = contacts + $2, duplicates = duplicates + $3,
           rejects = rejects + $4, bytes_read = greatest(bytes_read, $5) WHERE id = $1`,
        [claimed.id, fresh.length, duplicates.length, rejects.length, chunk.bytesRead],
      );
      await tx.query(`UPDATE lists SET contacts = contacts + $2 WHERE id = $1`, [claimed.list_id, fresh.length]);
    });
  }

  private async separate(
    tx: Transaction,
    claimed: ClaimedImport,
    contacts: readonly NumberedContact[],
    column: string,
  ): Promise<{ fresh: readonly NumberedContact[]; duplicates: readonly Duplicate[] }> {
    const duplicates: Duplicate[] = [];
    const firsts = new Map<number, NumberedContact>();
    for (const contact of contacts) {
      const first = firsts.get(contact.phone);
      if (first === undefined) firsts.set(contact.phone, contact);
      else duplicates.push(duplicateInFile(contact, first.rowNumber, column));
    }
    for (const existing of await this.existing(tx, claimed.list_id, [...firsts.keys()])) {
      const phone = Number(existing.phone);
      const contact = firsts.get(phone);
      if (contact === undefined) continue;
      firsts.delete(phone);
      duplicates.push(
        existing.import_id === claimed.id
          ? duplicateInFile(contact, existing.row_number, column)
          : duplicate(contact, 'already_in_list', ROW_CODES.already_in_list, column),
      );
    }
    // In the index's order, neighbouring entries share pages: the COPY is a third faster.
    const fresh = [...firsts.values()].sort((a, b) => a.phone - b.phone);
    return { fresh, duplicates };
  }

  private async existing(tx: Transaction, listId: number, phones: readonly number[]): Promise<Existing[]> {
    // Without statistics of a table that is just growing the planner would read all of it for every chunk.
    await tx.query('SET LOCAL enable_seqscan = off');
    const { rows } = await tx.query<Existing>(
      `SELECT phone, import_id, row_number FROM contacts WHERE list_id = $1 AND phone = ANY ($2::bigint[])`,
      [listId, `{${phones.join(',')}}`],
    );
    return rows;
  }
}

function duplicateInFile(contact: NumberedContact, firstRow: number, column: string): Duplicate {
  const message = `${ROW_CODES.duplicate_in_file} Its first row is ${String(firstRow)}.`;
  return duplicate(contact, 'duplicate_in_file', message, column);
}

function duplicate(
  { rowNumber, cells }: NumberedContact,
  code: DuplicateCode,
  message: string,
  column: string,
): Duplicate {
  return { rowNumber, code, message, column, cells };
}

function* contactLines(claimed: ClaimedImport, contacts: readonly NumberedContact[]): Generator<string> {
  const list = `${String(claimed.list_id)}\t`;
  const importId = String(claimed.id);
  for (const { phone, country, rowNumber, timeZone, attributes } of contacts) {
    yield `${list}${String(phone)}\t${country}\t${importId}\t${String(rowNumber)}\t${copyText(timeZone)}\t${copyText(attributes)}\n`;
  }
}

type Line = Omit<NumberedReject, 'code'> & { readonly code: string; readonly message: string };

function* rejectLines(importId: number, duplicates: readonly Line[], rejects: readonly Line[]): Generator<string> {
  for (const row of duplicates) yield rejectLine(importId, 'duplicate', row);
  for (const row of rejects) yield rejectLine(importId, 'reject', row);
}

function rejectLine(importId: number, kind: 'duplicate' | 'reject', row: Line): string {
  const cells = copyTextArray(keptCells(row.cells));
  return `${String(importId)}\t${String(row.rowNumber)}\t${kind}\t${row.code}\t${copyText(row.column)}\t${copyText(row.message)}\t${cells}\n`;
}
