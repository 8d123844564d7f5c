import type { Transaction } from '@herald/database';
import { FACTS_OF_M, type FactsRow, factsOf, type MessageFacts } from '@herald/ledger';

/**
 * Who has the message by an earlier attempt, among the destinations of batches that are new attempts, and whose rows are the caller's.
 * The earlier attempts are locked: a callback that is being written is waited for, and one that comes later finds the batch claimed.
 * Before the rollups in the lock order; the messages of an open batch are nobody's but who holds its row.
 *
 * @returns by batch and phone, what its message becomes: the state, its time, network and UUID of the attempt that arrived. What that
 *   cost is counted with the attempt.
 */
export async function arrivedEarlier(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, Map<string, MessageFacts>>> {
  const byBatch = new Map<string, Map<string, MessageFacts>>();
  if (ids.length === 0) return byBatch;
  // All of them, whatever their state: one that is filtered by its old state would not be waited for.
  const { rows } = await tx.query<FactsRow & { id: string; phone: string }>(
    `SELECT b.id, m.phone, ${FACTS_OF_M}
     FROM batches b JOIN message_attempts m ON m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations)
     WHERE b.id = ANY($1::bigint[]) AND m.attempt < b.message_attempt
     ORDER BY m.campaign_id, m.phone, m.attempt FOR SHARE OF m`,
    [ids],
  );
  for (const row of rows) {
    if (row.state !== 'delivered' && row.state !== 'read') continue;
    const arrived = byBatch.get(row.id) ?? new Map<string, MessageFacts>();
    byBatch.set(row.id, arrived);
    // Of several, the first that arrived; one that was read says more.
    if (arrived.has(row.phone) && (row.state !== 'read' || arrived.get(row.phone)?.state === 'read')) continue;
    arrived.set(row.phone, { ...factsOf(row), units: null, amount: null });
  }
  return byBatch;
}
