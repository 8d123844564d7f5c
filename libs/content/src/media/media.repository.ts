import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';

import type { Medium } from './medium';

/** Of a campaign that has not ended. */
const LIVE = `c.state NOT IN ('completed', 'cancelled', 'failed')`;
const COLUMNS = `m.id, encode(m.sha256, 'hex') AS sha256, m.file_name, m.content_type, m.bytes, m.created_at, m.provider_until,
  ARRAY(SELECT cm.campaign_id FROM campaign_media cm JOIN campaigns c ON c.id = cm.campaign_id
        WHERE cm.media_id = m.id AND ${LIVE} ORDER BY 1) AS campaigns`;

export interface NewMedium {
  readonly sha256: Buffer;
  readonly fileName: string;
  readonly contentType: string;
  readonly data: Buffer;
}

/** What is uploaded to the provider. */
export interface MediumFile {
  readonly file_name: string;
  readonly content_type: string;
  readonly data: Buffer;
}

@Injectable()
export class MediaRepository {
  constructor(private readonly database: Database) {}

  /** @returns its id, and whether it is new: the same bytes are one medium, under their first name */
  async insert(
    tx: Sql,
    { sha256, fileName, contentType, data }: NewMedium,
    now: Date,
  ): Promise<{ id: number; isNew: boolean }> {
    const inserted = await tx.query<{ id: number }>(
      `INSERT INTO media (sha256, file_name, content_type, data, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (sha256) DO NOTHING RETURNING id`,
      [sha256, fileName, contentType, data, now],
    );
    const isNew = inserted.rows[0] !== undefined;
    const { rows } = isNew
      ? inserted
      : await tx.query<{ id: number }>('SELECT id FROM media WHERE sha256 = $1', [sha256]);
    const [found] = rows;
    if (found === undefined) throw new Error('a medium was deleted while it was uploaded again: send it once more');
    return { id: found.id, isNew };
  }

  async find(ids: readonly number[], sql: Sql = this.database): Promise<Medium[]> {
    const { rows } = await sql.query<Medium>(
      `SELECT ${COLUMNS} FROM media m WHERE m.id = ANY($1::int[]) ORDER BY m.id`,
      [ids],
    );
    return rows;
  }

  /** Newest first. @param before only those with a smaller id */
  async list(limit: number, before: number | undefined): Promise<Medium[]> {
    const { rows } = await this.database.query<Medium>(
      `SELECT ${COLUMNS} FROM media m WHERE $1::int IS NULL OR m.id < $1 ORDER BY m.id DESC LIMIT $2`,
      [before ?? null, limit],
    );
    return rows;
  }

  async file(id: number): Promise<MediumFile | undefined> {
    const { rows } = await this.database.query<MediumFile>(
      'SELECT file_name, content_type, data FROM media WHERE id = $1',
      [id],
    );
    return rows[0];
  }

  /** Rejects with a foreign key violation while a campaign that has not ended needs it. @returns false if there is none */
  async delete(id: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `DELETE FROM campaign_media cm USING campaigns c WHERE cm.media_id = $1 AND c.id = cm.campaign_id AND NOT ${LIVE}`,
        [id],
      );
      const { count } = await tx.query('DELETE FROM media WHERE id = $1 RETURNING 1', [id]);
      return count === 1;
    });
  }
}
