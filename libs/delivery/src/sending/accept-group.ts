import type { Transaction } from '@herald/database';
import { applyRollups, RollupDeltas } from '@herald/ledger';
import type { Accepted } from '@herald/provider';

import type { ClaimedBatch } from './send-batch';

export interface Acceptance {
  readonly batch: ClaimedBatch;
  readonly outcome: Accepted;
  readonly at: Date;
}

interface AcceptedRow {
  readonly id: string;
  readonly campaign_id: number;
  readonly country: string;
  readonly open: number;
}

/**
 * The common case, many at once: batches that are still being sent under their attempt's fence, and had no invalid number. What is
 * not among the ids returned has moved on meanwhile and is looked at one by one.
 */
export async function acceptGroup(tx: Transaction, group: readonly Acceptance[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<AcceptedRow>(
    `WITH mine AS MATERIALIZED (
       SELECT b.id, n.api_id, n.uuids, n.http_status, n.at
       FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
         AS n (id, fence, api_id, uuids, http_status, at)
       JOIN batches b ON b.id = n.id AND b.fence = n.fence AND b.state = 'sending'
       ORDER BY b.id FOR NO KEY UPDATE OF b
     )
     UPDATE batches b
     SET state = 'accepted', lease_until = NULL, setbacks = 0, api_id = mine.api_id, message_uuids = mine.uuids::uuid[],
         http_status = mine.http_status, error = NULL, finished_at = mine.at
     FROM mine WHERE b.id = mine.id AND b.state = 'sending'
     RETURNING b.id, b.campaign_id, b.country, cardinality(b.destinations) - b.settled AS open`,
    [
      group.map(({ batch }) => batch.id),
      group.map(({ batch }) => batch.fence),
      group.map(({ outcome }) => outcome.apiId ?? null),
      group.map(({ outcome }) => `{${outcome.messageUuids.join(',')}}`),
      group.map(({ outcome }) => outcome.httpStatus),
      group.map(({ at }) => at.toISOString()),
    ],
  );
  const deltas = new RollupDeltas();
  for (const row of rows) {
    deltas.move({ campaignId: row.campaign_id, country: row.country }, 'planned', 'accepted', row.open);
  }
  const accepted = new Set(rows.map(({ id }) => id));
  const requests = group
    .filter(({ batch }) => accepted.has(batch.id))
    .map(({ batch, at }) => ({
      campaignId: batch.campaignId,
      outcome: 'accepted' as const,
      at,
      requests: 1,
      messages: batch.destinations.length,
    }));
  await applyRollups(tx, { cells: deltas.cells(), requests });
  return accepted;
}
