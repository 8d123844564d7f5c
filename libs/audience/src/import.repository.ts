import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { ClaimedImport, Import, ImportError } from './import';
import type { ImportLayout, ImportOptions } from './layout';
import type { StoredFile } from './upload-storage';

export interface NewImport {
  readonly listId: number;
  readonly file: StoredFile;
  readonly fileName: string | undefined;
  readonly options: ImportOptions;
  readonly layout: ImportLayout;
  readonly now: Date;
}

/** Renewed with every chunk; a worker that is silent for longer has lost its import. */
const LEASE = `interval '60 seconds'`;
/** An import that was announced to the queue this long ago and still waits is announced again. */
const ANNOUNCED = `interval '30 seconds'`;

const COLUMNS = `id, list_id, state, file_name, bytes_total::float8 AS bytes_total, bytes_read::float8 AS bytes_read,
  rows::float8 AS rows, contacts::float8 AS contacts, duplicates::float8 AS duplicates, rejects::float8 AS rejects,
  options, layout, error, created_at, started_at, finished_at`;

// Imports of one list run one after another, oldest first: when one fails, what it added is removed again, and no other may have
// taken those contacts for duplicates.
const IS_NEXT = `NOT EXISTS (SELECT 1 FROM imports older
  WHERE older.list_id = i.list_id AND older.id < i.id AND older.state IN ('queued', 'running'))`;

@Injectable()
export class ImportRepository {
  constructor(private readonly database: Database) {}

  async insert(given: NewImport): Promise<Import> {
    const { rows } = await this.database.query<Import>(
      `INSERT INTO imports (list_id, file_name, file_key, file_sha256, options, layout, bytes_total, created_at, lease_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + ${ANNOUNCED}) RETURNING ${COLUMNS}`,
      [
        given.listId,
        given.fileName ?? null,
        given.file.key,
        given.file.sha256,
        JSON.stringify(given.options),
        JSON.stringify(given.layout),
        given.file.bytes,
        given.now,
      ],
    );
    return only(rows);
  }

  async find(id: number): Promise<Import | undefined> {
    const { rows } = await this.database.query<Import>(`SELECT ${COLUMNS} FROM imports WHERE id = $1`, [id]);
    return rows[0];
  }

  /** Newest first; `before` is the id the page starts below. */
  async ofList(listId: number, limit: number, before: number | undefined): Promise<Import[]> {
    const { rows } = await this.database.query<Import>(
      `SELECT ${COLUMNS} FROM imports WHERE list_id = $1 AND id < coalesce($2::int, 2147483647) ORDER BY id DESC LIMIT $3`,
      [listId, before ?? null, limit],
    );
    return rows;
  }

  /** A completed import of the same bytes, read in the same way, into the same list. */
  async findSameFile(listId: number, sha256: Buffer, options: ImportOptions): Promise<number | undefined> {
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT id FROM imports WHERE list_id = $1 AND file_sha256 = $2 AND options = $3::jsonb AND state = 'completed'
       ORDER BY id LIMIT 1`,
      [listId, sha256, JSON.stringify(options)],
    );
    return rows[0]?.id;
  }

  async claim(id: number, now: Date): Promise<ClaimedImport | undefined> {
    const { rows } = await this.database.query<ClaimedImport>(
      `UPDATE imports i SET state = 'running', fence = fence + 1, lease_until = now() + ${LEASE},
         started_at = coalesce(started_at, $2)
       WHERE id = $1 AND state = 'queued' AND ${IS_NEXT} RETURNING ${COLUMNS}, fence, file_key`,
      [id, now],
    );
    return rows[0];
  }

  /** Takes the row's lock: false when another worker has the import by now. */
  async holds(sql: Sql, { id, fence }: ClaimedImport): Promise<boolean> {
    const { count } = await sql.query(
      `UPDATE imports SET lease_until = now() + ${LEASE} WHERE id = $1 AND fence = $2 AND state = 'running'`,
      [id, fence],
    );
    return count === 1;
  }

  /** Gives an unfinished import back for anyone to go on with. */
  async release({ id, fence }: ClaimedImport): Promise<void> {
    await this.database.query(
      `UPDATE imports SET state = 'queued', fence = fence + 1, lease_until = NULL
       WHERE id = $1 AND fence = $2 AND state = 'running'`,
      [id, fence],
    );
  }

  async complete({ id, fence }: ClaimedImport, layout: ImportLayout, now: Date): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE imports SET state = 'completed', finished_at = $3, lease_until = NULL, bytes_read = bytes_total, layout = $4
       WHERE id = $1 AND fence = $2 AND state = 'running'`,
      [id, fence, now, JSON.stringify(layout)],
    );
    return count === 1;
  }

  /** Ends the import and removes every contact it added. Its rejects stay, to be looked at. */
  async fail(claimed: ClaimedImport, error: ImportError, now: Date): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { count } = await tx.query(
        `UPDATE imports SET state = 'failed', finished_at = $3, lease_until = NULL, error = $4,
           contacts = 0, duplicates = 0, rows = rejects
         WHERE id = $1 AND fence = $2 AND state = 'running'`,
        [claimed.id, claimed.fence, now, JSON.stringify(error)],
      );
      if (count === 0) return false;
      const removed = await tx.query(`DELETE FROM contacts WHERE list_id = $1 AND import_id = $2`, [
        claimed.list_id,
        claimed.id,
      ]);
      await tx.query(`UPDATE lists SET contacts = contacts - $2 WHERE id = $1`, [claimed.list_id, removed.count]);
      await tx.query(`DELETE FROM import_rejects WHERE import_id = $1 AND kind = 'duplicate'`, [claimed.id]);
      return true;
    });
  }

  /** The list's import that may start now. */
  async nextOf(listId: number): Promise<number | undefined> {
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT id FROM imports i WHERE list_id = $1 AND state = 'queued' AND ${IS_NEXT}`,
      [listId],
    );
    return rows[0]?.id;
  }

  /**
   * Imports that nobody works on: never picked up, given back, or left behind by a worker that died. They are put back into the queue's
   * state and marked as announced, so that several rescuers don't announce the same one.
   */
  async takeWaiting(): Promise<number[]> {
    const { rows } = await this.database.query<{ id: number }>(
      `UPDATE imports i SET state = 'queued', fence = fence + 1, lease_until = now() + ${ANNOUNCED}
       WHERE state IN ('queued', 'running') AND (lease_until IS NULL OR lease_until < now()) AND ${IS_NEXT} RETURNING id`,
    );
    return rows.map(({ id }) => id);
  }
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement returned no row');
  return row;
}
