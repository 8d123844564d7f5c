import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { Suppression } from './suppression';

const COLUMNS = 'phone::text, reason, source, created_at';

export interface NewSuppressions {
  /** E.164 digits, each once. */
  readonly phones: readonly string[];
  readonly reason: string;
  readonly source: string;
  readonly at: Date;
}

@Injectable()
export class SuppressionsRepository {
  constructor(private readonly database: Database) {}

  /** @returns how many were new. Sorted, so that two callers with the same numbers never lock each other out. */
  async insert(rows: NewSuppressions): Promise<number> {
    const { count } = await this.database.query(
      `INSERT INTO suppressions (phone, reason, source, created_at)
       SELECT phone, $2, $3, $4 FROM unnest($1::bigint[]) AS given (phone) ORDER BY phone
       ON CONFLICT (phone) DO NOTHING RETURNING 1`,
      [rows.phones, rows.reason, rows.source, rows.at],
    );
    return count;
  }

  async delete(phone: string): Promise<boolean> {
    const { count } = await this.database.query('DELETE FROM suppressions WHERE phone = $1 RETURNING 1', [phone]);
    return count === 1;
  }

  async find(phone: string): Promise<Suppression | undefined> {
    const { rows } = await this.database.query<Suppression>(`SELECT ${COLUMNS} FROM suppressions WHERE phone = $1`, [
      phone,
    ]);
    return rows[0];
  }

  async after(phone: string, limit: number): Promise<Suppression[]> {
    const { rows } = await this.database.query<Suppression>(
      `SELECT ${COLUMNS} FROM suppressions s WHERE s.phone > $1 ORDER BY s.phone LIMIT $2`,
      [phone, limit],
    );
    return rows;
  }

  async among(sql: Sql, phones: readonly string[]): Promise<string[]> {
    const { rows } = await sql.query<{ phone: string }>(
      'SELECT phone::text FROM suppressions WHERE phone = ANY($1::bigint[])',
      [phones],
    );
    return rows.map((row) => row.phone);
  }
}
