import { plainArray, type Sql } from '@herald/database';
import { type BatchState, UNPROVEN_BATCH_STATES } from './domain/batch-state';

export interface FoundBatch {
  readonly id: string;
  readonly state: BatchState;
  readonly country: string;
}

const OPEN_STATES = UNPROVEN_BATCH_STATES.map((state) => `'${state}'`).join(', ');

/**
 * First in the lock order: batches whose state may still change are locked, a final state is only read. A row that was waited for, and
 * got a final state meanwhile, is let go. So callbacks of batches the provider has taken, nearly all there are, wait for each other
 * no longer than it takes to count them. Batches that are gone are left out.
 */
export async function lockOpenBatches(sql: Sql, ids: readonly string[]): Promise<Map<string, FoundBatch>> {
  if (ids.length === 0) return new Map();
  const parameters = [plainArray(ids, (id) => id)];
  const [, { rows }] = await Promise.all([
    sql.query(
      `SELECT 1 FROM batches WHERE id = ANY($1::bigint[]) AND state IN (${OPEN_STATES}) ORDER BY id FOR NO KEY UPDATE`,
      parameters,
    ),
    sql.query<FoundBatch>('SELECT id, state, country FROM batches WHERE id = ANY($1::bigint[])', parameters),
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * After all messages and before the rollups in the lock order, for those who change what a batch counts of its messages: whoever holds
 * the row of a batch with a final state locks no message any more.
 */
export async function lockForCounting(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query('SELECT 1 FROM batches WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE', [
    plainArray(ids, (id) => id),
  ]);
}
