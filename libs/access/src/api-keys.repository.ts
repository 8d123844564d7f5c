import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { Scope } from './domain/scope';

/** A key as it may be shown: never with its secret. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly scope: Scope;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

export interface NewApiKey {
  readonly name: string;
  readonly prefix: string;
  readonly scope: Scope;
  readonly secretHash: Buffer;
  readonly now: Date;
}

const COLUMNS = 'id, name, prefix, scope, created_at, last_used_at, revoked_at';

// Any constant will do, as long as every api process uses the same one.
const FIRST_KEY_LOCK = 4_718_002;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  async insert(key: NewApiKey, sql: Sql = this.database): Promise<ApiKey> {
    const { rows } = await sql.query<ApiKey>(
      `INSERT INTO api_keys (name, prefix, scope, secret_hash, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
      [key.name, key.prefix, key.scope, key.secretHash, key.now],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('INSERT INTO api_keys returned nothing');
    return row;
  }

  /** Inserts only into an empty table. The lock makes a second process that starts at the same moment wait, and then see the row. */
  async insertFirst(key: NewApiKey): Promise<ApiKey | undefined> {
    return this.database.transaction(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [FIRST_KEY_LOCK]);
      const existing = await transaction.query('SELECT FROM api_keys LIMIT 1');
      return existing.count > 0 ? undefined : this.insert(key, transaction);
    });
  }

  async page(limit: number, afterId: number): Promise<ApiKey[]> {
    const { rows } = await this.database.query<ApiKey>(
      `SELECT ${COLUMNS} FROM api_keys WHERE id > $1 ORDER BY id LIMIT $2`,
      [afterId, limit],
    );
    return rows;
  }

  async findActive(secretHash: Buffer): Promise<ApiKey | undefined> {
    const { rows } = await this.database.query<ApiKey>(
      `SELECT ${COLUMNS} FROM api_keys WHERE secret_hash = $1 AND revoked_at IS NULL`,
      [secretHash],
    );
    return rows[0];
  }

  /** At most one of many processes that see a key in use writes it down. */
  async touch(id: number, now: Date, unlessAfter: Date): Promise<void> {
    await this.database.query(
      'UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)',
      [id, now, unlessAfter],
    );
  }

  /**
   * Two revocations at once cannot each leave the other's key as the last one: both lock the same admin keys, and the
   * second sees what the first did.
   */
  async revoke(id: number, now: Date): Promise<'revoked' | 'already_revoked' | 'last_admin' | 'unknown'> {
    return this.database.transaction(async (transaction) => {
      const admins = await transaction.query<{ id: number }>(
        `SELECT id FROM api_keys WHERE scope = 'admin' AND revoked_at IS NULL ORDER BY id FOR UPDATE`,
      );
      if (admins.count === 1 && admins.rows[0]?.id === id) return 'last_admin';
      const revoked = await transaction.query(
        'UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id',
        [id, now],
      );
      if (revoked.count > 0) return 'revoked';
      const existing = await transaction.query('SELECT FROM api_keys WHERE id = $1', [id]);
      return existing.count > 0 ? 'already_revoked' : 'unknown';
    });
  }
}
