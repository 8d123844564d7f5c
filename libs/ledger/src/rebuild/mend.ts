import { plainArray, type Transaction } from '@herald/database';
import { lockForCounting, lockOpenBatches } from '../batch-locks';
import { effectiveState } from '../domain/batch-state';
import { merge } from '../domain/merge';
import type { MessageFacts } from '../domain/message-facts';
import { RollupDeltas } from '../domain/rollup-deltas';
import { FACTS_OF_M, type FactsRow, factsOf, type MessageRow, writeFacts } from '../message-rows';
import { applyRollups } from '../rollups';
import { CELLS_OFF, MINUTES_OFF, RECOUNT, type Run } from './differences';
import { EVENTS } from './truth';

const CHUNK = 2_000;

interface StagedRow extends FactsRow {
  readonly batch_id: string;
  readonly phone: string;
  readonly found_in: string | null;
}

/**
 * Writes the next wrong messages as their events say, in one transaction that holds their batches and their rows as any writer
 * does. What was logged since the comparison (`since`, a transaction id) is merged on top, so callbacks may come all the time:
 * merging an event twice changes nothing.
 *
 * @returns false when none was left
 */
export async function mendMessages(tx: Transaction, run: Run, since: string): Promise<boolean> {
  const staged = await nextStaged(tx, run);
  if (staged.length === 0) return false;
  const batches = await lockOpenBatches(
    tx,
    staged.flatMap(({ batch_id: id, found_in: found }) => (found === null ? [id] : [id, found])),
  );
  const present = await lockMessages(tx, run, staged);
  // Moved by another since the comparison (a split batch, a message sent again): the row is not the one that was compared.
  const same = staged.filter(({ phone, found_in: found }) => (present.get(phone)?.batchId ?? null) === found);
  const news = await eventsSince(tx, run, since, same);
  const deltas = new RollupDeltas();
  const mended = same.map((row): MessageRow => {
    const { phone, batch_id: batchId } = row;
    const facts = (news.get(`${batchId} ${phone}`) ?? []).reduce(merge, factsOf(row));
    const before = present.get(phone);
    const batch = batches.get(batchId);
    // A row that was lost, or named another batch, is left to the comparison of the rollups that follows.
    if (before?.batchId === batchId && batch !== undefined) {
      const seen = (own: MessageFacts): MessageFacts => ({ ...own, state: effectiveState(own.state, batch.state) });
      deltas.replace({ campaignId: run.campaignId, country: batch.country }, seen(before.facts), seen(facts));
    }
    return { campaignId: run.campaignId, phone, batchId, facts };
  });
  await insertLost(
    tx,
    mended.filter(({ phone }) => !present.has(phone)),
  );
  await rebind(
    tx,
    mended.filter(({ phone, batchId }) => (present.get(phone)?.batchId ?? batchId) !== batchId),
  );
  if (mended.length > 0) await writeFacts(tx, 'messages', mended);
  await recount(tx, [...batches.keys()]);
  await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
  await tx.query(
    `DELETE FROM rebuild_rows s USING unnest($2::bigint[], $3::bigint[]) AS d (batch_id, phone)
     WHERE s.run = $1 AND s.batch_id = d.batch_id AND s.phone = d.phone`,
    [run.id, plainArray(staged, (row) => row.batch_id), plainArray(staged, (row) => row.phone)],
  );
  return true;
}

/** Gives messages that name a wrong batch back to theirs. */
async function rebind(tx: Transaction, rows: readonly MessageRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { count } = await tx.query(
    `UPDATE messages m SET batch_id = n.batch_id FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS n (campaign_id, phone, batch_id)
     WHERE m.campaign_id = n.campaign_id AND m.phone = n.phone`,
    [
      plainArray(rows, ({ campaignId }) => campaignId),
      plainArray(rows, ({ phone }) => phone),
      plainArray(rows, ({ batchId }) => batchId),
    ],
  );
  if (count !== rows.length) throw new Error(`${count} of ${rows.length} locked messages were given back`);
}

/** Counts the messages of a few batches anew, holding their rows: nobody else changes those meanwhile. */
export async function recount(tx: Transaction, ids: readonly string[]): Promise<void> {
  await lockForCounting(tx, ids);
  await tx.query(RECOUNT, [plainArray(ids, (id) => id)]);
}

/** Adds to the rollups what they lack. */
export async function mendRollups(tx: Transaction, { campaignId, id }: Run): Promise<void> {
  await tx.query(
    `INSERT INTO message_rollups AS r (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     SELECT $1, o.* FROM (${CELLS_OFF}) o ORDER BY 1, 2, 3, 4, 5, 6
     ON CONFLICT (campaign_id, country, mcc, mnc, state, error_code) DO UPDATE
     SET messages = r.messages + excluded.messages, units = r.units + excluded.units, amount = r.amount + excluded.amount`,
    [campaignId, id],
  );
  await tx.query(
    `INSERT INTO message_minutes AS r (campaign_id, minute, state, messages)
     SELECT $1, o.* FROM (${MINUTES_OFF}) o ORDER BY 1, 2, 3
     ON CONFLICT (campaign_id, minute, state) DO UPDATE SET messages = r.messages + excluded.messages`,
    [campaignId, id],
  );
}

async function nextStaged(tx: Transaction, { id }: Run): Promise<StagedRow[]> {
  const { rows } = await tx.query<StagedRow>(
    `SELECT batch_id, phone, found_in, state, error_code, state_at::float8, units, mcc, mnc, uuid AS message_uuid, amount::float8
     FROM rebuild_rows WHERE run = $1 ORDER BY batch_id, phone LIMIT ${CHUNK}`,
    [id],
  );
  return rows;
}

async function lockMessages(tx: Transaction, run: Run, staged: readonly StagedRow[]): Promise<Map<string, MessageRow>> {
  const { rows } = await tx.query<FactsRow & { phone: string; batch_id: string }>(
    `SELECT m.phone, m.batch_id, ${FACTS_OF_M} FROM messages m WHERE m.campaign_id = $1 AND m.phone = ANY($2::bigint[])
     ORDER BY m.phone FOR NO KEY UPDATE`,
    [run.campaignId, plainArray(staged, ({ phone }) => phone)],
  );
  return new Map(
    rows.map((row) => [
      row.phone,
      { campaignId: run.campaignId, phone: row.phone, batchId: row.batch_id, facts: factsOf(row) },
    ]),
  );
}

/** By `batch phone`: everything that the comparison may not have seen. */
async function eventsSince(
  tx: Transaction,
  { campaignId }: Run,
  since: string,
  staged: readonly StagedRow[],
): Promise<Map<string, MessageFacts[]>> {
  const { rows } = await tx.query<FactsRow & { key: string }>(
    `SELECT u.batch_id || ' ' || u.phone AS key, u.state, u.error_code, u.state_at::float8, u.units, u.mcc, u.mnc,
            u.uuid AS message_uuid, u.amount::float8
     FROM ${EVENTS} WHERE e.campaign_id = $1 AND e.xid >= $2::xid8 AND u.phone = ANY($3::bigint[])`,
    [campaignId, since, plainArray(staged, ({ phone }) => phone)],
  );
  const byMessage = new Map<string, MessageFacts[]>();
  for (const row of rows) byMessage.set(row.key, [...(byMessage.get(row.key) ?? []), factsOf(row)]);
  return byMessage;
}

async function insertLost(tx: Transaction, lost: readonly MessageRow[]): Promise<void> {
  if (lost.length === 0) return;
  await tx.query(
    `INSERT INTO messages (campaign_id, phone, batch_id)
     SELECT * FROM unnest($1::int[], $2::bigint[], $3::bigint[]) ORDER BY 1, 2`,
    [
      plainArray(lost, ({ campaignId }) => campaignId),
      plainArray(lost, ({ phone }) => phone),
      plainArray(lost, ({ batchId }) => batchId),
    ],
  );
}
