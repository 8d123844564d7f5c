import { Database, type Transaction } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { AttributeText } from './attributes';
import { copyText, copyTextArray, LINES_PER_PIECE } from './copy-text';
import { type DuplicateCode, type RejectCode, ROW_CODES } from './domain/reject';
import type { ClaimedImport } from './import';
import { ImportRepository } from './import.repository';
import { PhoneTable } from './phone-table';
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

/**
 * For the transaction of one chunk. It needn't wait for the disk: a crash loses whole chunks from the end, contacts and counters alike, and
 * the import goes on from there; its completion waits, and with it everything before. And without statistics of a table that is just
 * growing the planner would read all of it for every chunk.
 */
const SETTINGS = `SELECT set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true)`;

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
  async commit(claimed: ClaimedImport, chunk: Chunk): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(SETTINGS);
      if (!(await this.imports.holds(tx, claimed))) throw new ImportLostError();
      const { fresh, duplicates } = await this.separate(tx, claimed, chunk.contacts);
      await tx.copy(
        'contacts (list_id, phone, country, import_id, row_number, time_zone, attributes)',
        contactText(claimed, fresh),
      );
      const rejects = chunk.rejects.map((reject) => ({ ...reject, message: ROW_CODES[reject.code] }));
      if (duplicates.length + rejects.length > 0) {
        await tx.copy(
          'import_rejects (import_id, row_number, kind, code, column_name, message, cells)',
          rejectText(claimed.id, duplicates, rejects),
        );
      }
      await tx.query(
        `UPDATE imports SET rows = rows + $2 + $3 + $4, contacts = contacts + $2, duplicates = duplicates + $3,
           rejects = rejects + $4, bytes_read = greatest(bytes_read, $5) WHERE id = $1`,
        [claimed.id, fresh.length, duplicates.length, rejects.length, chunk.bytesRead],
      );
      const list = await tx.query(`UPDATE lists SET contacts = contacts + $2 WHERE id = $1`, [
        claimed.list_id,
        fresh.length,
      ]);
      if (list.count !== 1) throw new Error(`List ${String(claimed.list_id)} is gone`);
    });
  }

  private async separate(
    tx: Transaction,
    claimed: ClaimedImport,
    contacts: readonly NumberedContact[],
  ): Promise<{ fresh: readonly NumberedContact[]; duplicates: readonly Duplicate[] }> {
    const column = claimed.layout.phone_column;
    const duplicates: Duplicate[] = [];
    const table = new PhoneTable(contacts.length + 1);
    const phones: number[] = [];
    contacts.forEach((contact, index) => {
      const phone = Number(contact.phone);
      const first = table.add(phone, index);
      if (first === undefined) phones.push(phone);
      else duplicates.push(duplicateInFile(contact, contacts[first]?.rowNumber ?? 0, column));
    });
    const known = new Set<number>();
    for (const existing of await this.existing(tx, claimed.list_id, phones)) {
      const phone = Number(existing.phone);
      const contact = contacts[table.get(phone) ?? -1];
      if (contact === undefined) continue;
      known.add(phone);
      duplicates.push(
        existing.import_id === claimed.id
          ? duplicateInFile(contact, existing.row_number, column)
          : duplicate(contact, 'already_in_list', ROW_CODES.already_in_list, column),
      );
    }
    // In the index's order, neighbouring entries share pages: the COPY is a quarter cheaper.
    const fresh: NumberedContact[] = [];
    for (const phone of Float64Array.from(phones).sort()) {
      const contact = known.has(phone) ? undefined : contacts[table.get(phone) ?? -1];
      if (contact !== undefined) fresh.push(contact);
    }
    return { fresh, duplicates };
  }

  private async existing(tx: Transaction, listId: number, phones: readonly number[]): Promise<Existing[]> {
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

/** Few and shared pieces, joined once for many rows: see AttributeText.append. */
function* contactText(claimed: ClaimedImport, contacts: readonly NumberedContact[]): Generator<string> {
  const attributes = new AttributeText(claimed.layout);
  const list = `${String(claimed.list_id)}\t`;
  const sources = new Map<string, string>();
  const zones = new Map<string | undefined, string>();
  let pieces: string[] = [];
  let lines = 0;
  for (const { phone, country, rowNumber, timeZone, cells } of contacts) {
    const source = cached(sources, country, () => `\t${country}\t${String(claimed.id)}\t`);
    pieces.push(
      list,
      phone,
      source,
      String(rowNumber),
      cached(zones, timeZone, () => `\t${copyText(timeZone)}\t`),
    );
    attributes.append(cells, pieces);
    pieces.push('\n');
    if (++lines % LINES_PER_PIECE > 0) continue;
    yield pieces.join('');
    pieces = [];
  }
  yield pieces.join('');
}

function cached<Key>(texts: Map<Key, string>, key: Key, make: () => string): string {
  let text = texts.get(key);
  if (text === undefined) {
    text = make();
    texts.set(key, text);
  }
  return text;
}

type Line = Omit<NumberedReject, 'code'> & { readonly code: string; readonly message: string };

function* rejectText(importId: number, duplicates: readonly Line[], rejects: readonly Line[]): Generator<string> {
  for (const row of duplicates) yield rejectLine(importId, 'duplicate', row);
  for (const row of rejects) yield rejectLine(importId, 'reject', row);
}

function rejectLine(importId: number, kind: 'duplicate' | 'reject', row: Line): string {
  const cells = copyTextArray(keptCells(row.cells));
  return `${String(importId)}\t${String(row.rowNumber)}\t${kind}\t${row.code}\t${copyText(row.column)}\t${copyText(row.message)}\t${cells}\n`;
}
