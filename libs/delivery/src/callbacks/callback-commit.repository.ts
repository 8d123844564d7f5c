import { plainArray, type Sql } from '@herald/database';
import { FACTS_OF_M, type FactsRow, factsOf, lockForCounting, type MessageRow } from '@herald/ledger';
import type { CallbackOutcome } from './callback-outcome';
import type { BatchConstants, BatchCounts } from './decide-group';

interface BatchRow {
  readonly id: string;
  readonly campaign_id: number;
  readonly country: string;
  readonly sole_destination: string | null;
}

interface LockedRow extends FactsRow {
  readonly campaign_id: number;
  readonly phone: string;
  readonly batch_id: string;
}

/** What never changes of a batch. Batches that are gone are left out. */
export async function readBatches(sql: Sql, ids: readonly string[]): Promise<BatchConstants[]> {
  const { rows } = await sql.query<BatchRow>(
    `SELECT id, campaign_id, country, CASE WHEN cardinality(destinations) = 1 THEN destinations[1] END AS sole_destination
     FROM batches WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    country: row.country,
    soleDestination: row.sole_destination ?? undefined,
  }));
}

export interface WantedMessage {
  readonly campaignId: number;
  readonly batchId: string;
  readonly phone: string;
}

/**
 * Second in the lock order, and sent together with the locks of the batches. Numbers that are not in the batch they were reported for are
 * left out.
 */
export async function lockMessages(sql: Sql, wanted: readonly WantedMessage[]): Promise<MessageRow[]> {
  const { rows } = await sql.query<LockedRow>(
    `SELECT m.campaign_id, m.phone, m.batch_id, ${FACTS_OF_M}
     FROM messages m
     JOIN unnest($1::int[], $2::bigint[], $3::bigint[]) AS w (campaign_id, batch_id, phone)
       ON m.campaign_id = w.campaign_id AND m.phone = w.phone AND m.batch_id = w.batch_id
     ORDER BY m.campaign_id, m.phone FOR NO KEY UPDATE OF m`,
    [
      plainArray(wanted, (one) => one.campaignId),
      plainArray(wanted, (one) => one.batchId),
      plainArray(wanted, (one) => one.phone),
    ],
  );
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    phone: row.phone,
    batchId: row.batch_id,
    facts: factsOf(row),
  }));
}

/** Counts what changed of a batch's messages: how many got a state of their own, how many left the provider. */
export async function countInBatches(sql: Sql, counts: ReadonlyMap<string, BatchCounts>, now: Date): Promise<void> {
  const rows = [...counts];
  const locked = lockForCounting(sql, [...counts.keys()]);
  const written = sql.query(
    `UPDATE batches b SET settled = b.settled + n.settled, drained = b.drained + n.drained,
            seen_sent_at = CASE WHEN n.sent THEN $5::timestamptz ELSE b.seen_sent_at END
     FROM unnest($1::bigint[], $2::int[], $3::int[], $4::boolean[]) AS n (id, settled, drained, sent) WHERE b.id = n.id`,
    [
      plainArray(rows, ([id]) => id),
      plainArray(rows, ([, n]) => n.settled),
      plainArray(rows, ([, n]) => n.drained),
      plainArray(rows, ([, n]) => String(n.sent)),
      now.toISOString(),
    ],
  );
  const [, { count }] = await Promise.all([locked, written]);
  if (count !== rows.length) throw new Error(`${count} of ${rows.length} locked batches were written`);
}

/** Last in the lock order: one row an outcome and day is what all ingress processes write. */
export async function addStats(sql: Sql, at: Date, counts: ReadonlyMap<CallbackOutcome, number>): Promise<void> {
  await sql.query(
    `INSERT INTO callback_stats AS s (day, outcome, count)
     SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date, outcome, n FROM unnest($2::text[], $3::bigint[]) AS d (outcome, n)
     ORDER BY 2
     ON CONFLICT (day, outcome) DO UPDATE SET count = s.count + excluded.count`,
    [at.toISOString(), [...counts.keys()], [...counts.values()]],
  );
}
