import type { Sql } from '@herald/database';

/**
 * Deletes webhooks that were handled, well or not, and came last before `before`; what waits to be applied stays, however old. One
 * statement, which waits for nobody: who stores a repetition right now keeps its row.
 *
 * @returns how many, `most` at most
 */
export async function forgetWebhooks(sql: Sql, before: Date, most: number): Promise<number> {
  const { count } = await sql.query(
    `DELETE FROM webhook_inbox WHERE id IN (
       SELECT id FROM webhook_inbox WHERE handled_at < $1 AND last_at < $1
       ORDER BY handled_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING 1`,
    [before.toISOString(), most],
  );
  return count;
}
