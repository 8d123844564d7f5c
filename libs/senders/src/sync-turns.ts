import { Database, type Sql } from '@herald/database';
import { ProviderError } from '@herald/provider';
import { Injectable } from '@nestjs/common';

export type SyncName = 'powerpacks' | 'tollfree' | 'lanes';

const THROTTLED_MS = 30_000;

/** Of any number of workers one runs a sync at a time, and not more often than it need be. */
@Injectable()
export class SyncTurns {
  constructor(private readonly database: Database) {}

  /** Runs it if it is due. What fails is tried again at its next turn, and the error kept. @returns whether it ran */
  async run(name: SyncName, everyMs: number, work: () => Promise<void>): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE sender_syncs SET next_at = now() + $2::float8 * interval '1 millisecond'
       WHERE name = $1 AND next_at <= now() RETURNING 1`,
      [name, everyMs],
    );
    if (count === 0) return false;
    try {
      await work();
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'throttled') return this.postpone(name, everyMs, error);
      await this.end(name, error instanceof Error ? error.message : String(error));
      throw error;
    }
    await this.end(name, null);
    return true;
  }

  /** Too many asked at once, which is no failure: the next turn comes when the provider said, or soon. @returns false: it did not run */
  private async postpone(name: SyncName, everyMs: number, { retryAfterMs }: ProviderError): Promise<false> {
    await this.database.query(
      `UPDATE sender_syncs SET next_at = now() + $2::float8 * interval '1 millisecond' WHERE name = $1`,
      [name, retryAfterMs ?? Math.min(everyMs, THROTTLED_MS)],
    );
    return false;
  }

  private async end(name: SyncName, error: string | null): Promise<void> {
    await this.database.query(
      `UPDATE sender_syncs SET finished_at = CASE WHEN $2::text IS NULL THEN now() ELSE finished_at END, error = $2 WHERE name = $1`,
      [name, error],
    );
  }
}

/** Lets the next turn come at once. */
export async function syncSoon(sql: Sql, name: SyncName): Promise<void> {
  await sql.query(`UPDATE sender_syncs SET next_at = '-infinity' WHERE name = $1`, [name]);
}
