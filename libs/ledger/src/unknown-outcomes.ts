import type { Sql } from '@herald/database';

import type { BatchState } from './domain/batch-state';

interface Doubt {
  readonly id: string;
  readonly from: BatchState;
  readonly fence: number;
  readonly campaign_id: number;
  /** Messages without a state of their own. */
  readonly open: number;
}

/** Who ended a doubt: a callback, the provider's own answer that came late, a look-up in its records, or a person. */
export type SettledBy =
  | { readonly by: 'callback' | 'answer' | 'lookup' }
  | { readonly by: 'operator'; readonly decidedBy: string; readonly note: string | undefined };

/** Writes down that nobody knows what became of these requests. The rows of the batches are locked already. */
export async function openUnknown(sql: Sql, batches: readonly Doubt[]): Promise<void> {
  if (batches.length === 0) return;
  await sql.query(
    `INSERT INTO unknown_outcomes (batch_id, fence, campaign_id, messages, unknown_at)
     SELECT batch_id, fence, campaign_id, messages, now()
     FROM unnest($1::bigint[], $2::int[], $3::int[], $4::int[]) AS u (batch_id, fence, campaign_id, messages)
     ORDER BY batch_id`,
    [
      batches.map(({ id }) => id),
      batches.map(({ fence }) => fence),
      batches.map(({ campaign_id }) => campaign_id),
      batches.map(({ open }) => open),
    ],
  );
}

/** Writes down what became of those that were unknown. */
export async function closeUnknown(
  sql: Sql,
  batches: readonly Doubt[],
  as: BatchState,
  settled: SettledBy = { by: 'answer' },
): Promise<void> {
  const ids = batches.filter(({ from }) => from === 'unknown').map(({ id }) => id);
  if (ids.length === 0) return;
  const person = settled.by === 'operator' ? settled : undefined;
  await sql.query(
    `UPDATE unknown_outcomes SET settled_at = now(), settled_by = $2, settled_as = $3, decided_by = $4, note = $5
     WHERE batch_id = ANY($1::bigint[]) AND settled_at IS NULL`,
    [ids, settled.by, as, person?.decidedBy ?? null, person?.note ?? null],
  );
}
