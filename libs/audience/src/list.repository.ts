import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

/** A named set of contacts. */
export interface List {
  readonly id: number;
  readonly name: string;
  /** ISO 3166 alpha-2; whose numbers need no prefix in this list's imports. */
  readonly default_country: string | null;
  readonly contacts: number;
  readonly created_at: Date;
}

const COLUMNS = 'id, name, default_country, contacts::float8 AS contacts, created_at';

@Injectable()
export class ListRepository {
  constructor(private readonly database: Database) {}

  async insert(name: string, defaultCountry: string | null, now: Date): Promise<List | undefined> {
    const { rows } = await this.database.query<List>(
      `INSERT INTO lists (name, default_country, created_at) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
      [name, defaultCountry, now],
    );
    return rows[0];
  }

  async find(id: number): Promise<List | undefined> {
    const { rows } = await this.database.query<List>(`SELECT ${COLUMNS} FROM lists WHERE id = $1`, [id]);
    return rows[0];
  }

  /** Newest first; `before` is the id the page starts below. */
  async page(limit: number, before: number | undefined): Promise<List[]> {
    const { rows } = await this.database.query<List>(
      `SELECT ${COLUMNS} FROM lists WHERE id < coalesce($1::int, 2147483647) ORDER BY id DESC LIMIT $2`,
      [before ?? null, limit],
    );
    return rows;
  }
}
