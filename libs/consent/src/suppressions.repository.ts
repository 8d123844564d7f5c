import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { ScopeKey } from './domain/scope';
import type { Suppression, SuppressionFilter } from './suppression';

const COLUMNS = 's.phone::text, s.scope, s.key, s.cause, s.reason, s.source, s.created_at';
/** $1 scope, $2 key, $3 cause; null: any. */
const FILTERED = `($1::text IS NULL OR s.scope = $1) AND ($2::text IS NULL OR s.key = $2) AND ($3::text IS NULL OR s.cause = $3)`;
const WIDEST_FIRST = `array_position(ARRAY['everything', 'brand', 'tendlc_campaign', 'sender', 'number'], s.scope), s.key`;

/** Reads suppressions; `suppression-changes` writes them. */
@Injectable()
export class SuppressionsRepository {
  constructor(private readonly database: Database) {}

  /** All of a number, the widest first. */
  async of(sql: Sql, phone: string): Promise<Suppression[]> {
    const { rows } = await sql.query<Suppression>(
      `SELECT ${COLUMNS} FROM suppressions s WHERE s.phone = $1 ORDER BY ${WIDEST_FIRST}`,
      [phone],
    );
    return rows;
  }

  /** In the order of phone, scope, key; `after` is the last of the page before. */
  async after(
    after: ScopeKey & { readonly phone: string },
    filter: SuppressionFilter,
    limit: number,
  ): Promise<Suppression[]> {
    const { rows } = await this.database.query<Suppression>(
      `SELECT ${COLUMNS} FROM suppressions s
       WHERE ${FILTERED} AND (s.phone, s.scope, s.key) > ($4::bigint, $5, $6) ORDER BY s.phone, s.scope, s.key LIMIT $7`,
      [...filterColumns(filter), after.phone, after.scope, after.key, limit],
    );
    return rows;
  }

  stream(filter: SuppressionFilter): AsyncGenerator<Suppression, void, undefined> {
    return this.database.stream<Suppression>(
      `SELECT ${COLUMNS} FROM suppressions s WHERE ${FILTERED} ORDER BY s.phone, s.scope, s.key`,
      filterColumns(filter),
    );
  }
}

function filterColumns({ scope, key, cause }: SuppressionFilter): unknown[] {
  return [scope ?? null, key ?? null, cause ?? null];
}
