import type { Chunk, NumberedContact, NumberedReject } from './import-chunk.repository';
import { type ContactRow, isReject, type RejectedRow } from './row';

const MAX_ROWS = 10_000;
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** Gathers rows until there are enough of them, or enough text, for one transaction. */
export class ChunkBuilder {
  private contacts: NumberedContact[] = [];
  private rejects: NumberedReject[] = [];
  private characters = 0;

  get size(): number {
    return this.contacts.length + this.rejects.length;
  }

  /** @returns whether the chunk is full */
  add(rowNumber: number, cells: readonly string[], row: ContactRow | RejectedRow): boolean {
    if (isReject(row)) {
      this.rejects.push({ rowNumber, code: row.code, column: row.column, cells });
    } else {
      const { phone, country, timeZone } = row;
      this.contacts.push({ rowNumber, cells, phone, country, timeZone });
    }
    for (const cell of cells) this.characters += cell.length;
    return this.size >= MAX_ROWS || this.characters >= MAX_CHARACTERS;
  }

  take(bytesRead: number): Chunk {
    const chunk = { contacts: this.contacts, rejects: this.rejects, bytesRead };
    this.contacts = [];
    this.rejects = [];
    this.characters = 0;
    return chunk;
  }
}
