import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';

/** What makes two requests the same one. */
export interface IdempotentRequest {
  readonly apiKeyId: number;
  /** Method and path as requested, so that one key on two resources means two requests. */
  readonly route: string;
  /** The caller's Idempotency-Key. */
  readonly key: string;
  /** SHA-256 of everything the answer depends on. */
  readonly requestHash: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Entry {
  readonly same_request: boolean;
  readonly response_status: number | null;
  readonly response_body: unknown;
  readonly locked_seconds: number;
}

/**
 * A row is a lock until it holds an answer. `locked_until` doubles as the owner's fence: each take-over and each renewal
 * changes it, so that an owner who was overtaken can no longer write.
 */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /** @returns the fence, or undefined if somebody holds the key or an answer is stored */
  async claim(request: IdempotentRequest, leaseMs: number, retentionMs: number): Promise<string | undefined> {
    const { rows } = await this.database.query<{ fence: string }>(
      `INSERT INTO idempotency_keys AS held (api_key_id, route, key, request_hash, locked_until)
       VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 ms')
       ON CONFLICT (api_key_id, route, key) DO UPDATE
         SET request_hash = excluded.request_hash, locked_until = excluded.locked_until,
             created_at = now(), response_status = NULL, response_body = NULL
         WHERE held.created_at < now() - $6 * interval '1 ms' AND held.locked_until < now()
            OR held.response_status IS NULL AND held.locked_until < now() AND held.request_hash = excluded.request_hash
       RETURNING locked_until::text AS fence`,
      [...identity(request), request.requestHash, leaseMs, retentionMs],
    );
    return rows[0]?.fence;
  }

  async find(request: IdempotentRequest): Promise<Entry | undefined> {
    const { rows } = await this.database.query<Entry>(
      `SELECT request_hash = $4 AS same_request, response_status, response_body,
              greatest(1, ceil(extract(epoch FROM locked_until - now())))::int AS locked_seconds
       FROM idempotency_keys WHERE api_key_id = $1 AND route = $2 AND key = $3`,
      [...identity(request), request.requestHash],
    );
    return rows[0];
  }

  /** @returns the new fence, or undefined if the lock was lost */
  async renew(request: IdempotentRequest, fence: string, leaseMs: number): Promise<string | undefined> {
    const { rows } = await this.database.query<{ fence: string }>(
      `UPDATE idempotency_keys SET locked_until = clock_timestamp() + $5 * interval '1 ms'
       WHERE api_key_id = $1 AND route = $2 AND key = $3 AND locked_until = $4::timestamptz AND response_status IS NULL
       RETURNING locked_until::text AS fence`,
      [...identity(request), fence, leaseMs],
    );
    return rows[0]?.fence;
  }

  /** @returns false if the lock was lost and nothing was stored */
  async store(request: IdempotentRequest, fence: string, answer: Answer, sql: Sql = this.database): Promise<boolean> {
    const { count } = await sql.query(
      `UPDATE idempotency_keys SET response_status = $5, response_body = $6::jsonb
       WHERE api_key_id = $1 AND route = $2 AND key = $3 AND locked_until = $4::timestamptz AND response_status IS NULL
       RETURNING 1`,
      [...identity(request), fence, answer.status, JSON.stringify(answer.body ?? null)],
    );
    return count === 1;
  }

  async release(request: IdempotentRequest, fence: string): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys
       WHERE api_key_id = $1 AND route = $2 AND key = $3 AND locked_until = $4::timestamptz AND response_status IS NULL`,
      [...identity(request), fence],
    );
  }

  /** Removes what is older than the retention, a chunk at a time. @returns how many rows went */
  async purge(retentionMs: number, limit: number): Promise<number> {
    const { count } = await this.database.query(
      `DELETE FROM idempotency_keys WHERE (api_key_id, route, key) IN (
         SELECT api_key_id, route, key FROM idempotency_keys
         WHERE created_at < now() - $1 * interval '1 ms' AND locked_until < now()
         ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [retentionMs, limit],
    );
    return count;
  }
}

function identity(request: IdempotentRequest): readonly [number, string, string] {
  return [request.apiKeyId, request.route, request.key];
}
