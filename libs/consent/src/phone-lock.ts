import type { Sql } from '@herald/database';

/**
 * Until the transaction ends, what one person says is dealt with one word at a time: what the next one reads is what this one
 * wrote. Other uses of such locks have positive keys.
 */
export async function lockPhone(sql: Sql, phone: string): Promise<void> {
  await sql.query('SELECT pg_advisory_xact_lock(-$1::bigint)', [phone]);
}
