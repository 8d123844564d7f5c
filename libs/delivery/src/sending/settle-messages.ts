import type { Transaction } from '@herald/database';
import {
  logEvents,
  type MessageFacts,
  type MessageState,
  NO_FACTS,
  type RollupDeltas,
  writeFacts,
} from '@herald/ledger';

interface Settlement {
  readonly batch: { readonly id: string; readonly campaignId: number; readonly country: string };
  /** The state they are in now, their batch's. */
  readonly before: MessageState;
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
export async function settleMessages(
  tx: Transaction,
  { phones, state, ...settlement }: Settlement & { phones: readonly string[]; state: 'suppressed' | 'refused' },
  deltas: RollupDeltas,
): Promise<number> {
  const facts = { ...NO_FACTS, state, stateAt: settlement.at.getTime() };
  return settleWithFacts(tx, { ...settlement, facts: new Map(phones.map((phone) => [phone, facts])) }, deltas);
}

/**
 * The same, with facts of each message's own.
 *
 * @param settlement `facts` by E.164 digits; those that are not in the batch, or have a state of their own, stay as they are
 */
export async function settleWithFacts(
  tx: Transaction,
  { batch, facts, before, source, at }: Settlement & { facts: ReadonlyMap<string, MessageFacts> },
  deltas: RollupDeltas,
): Promise<number> {
  if (facts.size === 0) return 0;
  const { campaignId, id: batchId } = batch;
  const { rows } = await tx.query<{ phone: string }>(
    `SELECT phone FROM messages
     WHERE campaign_id = $1 AND phone = ANY($2::bigint[]) AND batch_id = $3 AND state = 'planned'
     ORDER BY phone FOR NO KEY UPDATE`,
    [campaignId, [...facts.keys()], batchId],
  );
  if (rows.length === 0) return 0;
  const settled = rows.map(({ phone }) => ({ campaignId, batchId, phone, facts: facts.get(phone) ?? NO_FACTS }));
  await writeFacts(tx, 'messages', settled);
  const counted = await tx.query('UPDATE batches SET settled = settled + $2, drained = drained + $2 WHERE id = $1', [
    batchId,
    settled.length,
  ]);
  if (counted.count !== 1) throw new Error(`batch ${batchId} is gone`);
  await logEvents(
    tx,
    at,
    settled.map((message) => ({ source, ...message })),
  );
  const open = { ...NO_FACTS, state: before };
  for (const message of settled) deltas.replace(batch, open, message.facts);
  return settled.length;
}
