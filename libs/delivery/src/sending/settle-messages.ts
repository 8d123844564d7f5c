import type { Transaction } from '@herald/database';
import { logEvents, type MessageState, NO_FACTS, type RollupDeltas } from '@herald/ledger';

interface Settlement {
  readonly batch: { readonly id: string; readonly campaignId: number; readonly country: string };
  /** E.164 digits; those that are not in the batch, or have a state of their own, stay as they are. */
  readonly phones: readonly string[];
  /** The state they are in now, their batch's. */
  readonly before: MessageState;
  readonly state: 'suppressed' | 'refused';
  /** What said so: the claim of the batch, or the provider's answer to it. */
  readonly source: 'claim' | 'answer';
  readonly at: Date;
}

/**
 * Gives messages of a batch whose own state is `planned` a state of their own, and logs it. The batch's row must be locked already, or its state be final; the rollups
 * are the caller's to write, with `deltas`.
 *
 * @returns how many were changed
 */
export async function settleMessages(tx: Transaction, settlement: Settlement, deltas: RollupDeltas): Promise<number> {
  const { batch, phones, before, state, source, at } = settlement;
  if (phones.length === 0) return 0;
  const { rows } = await tx.query<{ phone: string }>(
    `WITH target AS MATERIALIZED (
       SELECT campaign_id, phone FROM messages
       WHERE campaign_id = $1 AND phone = ANY($2::bigint[]) AND batch_id = $3 AND state = 'planned'
       ORDER BY phone FOR NO KEY UPDATE
     )
     UPDATE messages m SET state = $4::message_state, state_at = $5
     FROM target t WHERE m.campaign_id = t.campaign_id AND m.phone = t.phone
     RETURNING m.phone`,
    [batch.campaignId, phones, batch.id, state, at],
  );
  if (rows.length === 0) return 0;
  await tx.query(`UPDATE batches SET settled = settled + $2, drained = drained + $2 WHERE id = $1`, [
    batch.id,
    rows.length,
  ]);
  const facts = { ...NO_FACTS, state, stateAt: at.getTime() };
  const { campaignId, id: batchId } = batch;
  await logEvents(
    tx,
    at,
    rows.map(({ phone }) => ({ source, campaignId, batchId, phone, facts })),
  );
  const open = { ...NO_FACTS, state: before };
  rows.forEach(() => {
    deltas.replace(batch, open, facts);
  });
  return rows.length;
}
