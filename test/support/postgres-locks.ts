import type { Sql } from '@herald/database';

/** Connections to this database that wait for a lock right now. */
export async function waitingForLocks(sql: Sql): Promise<number> {
  const { count } = await sql.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return count;
}

/** Deadlocks that Postgres has ended in this database so far. */
export async function deadlocksIn(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]?.deadlocks ?? 0;
}
