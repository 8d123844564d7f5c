import type { Transaction } from '@herald/database';
import { applyRollups, RollupDeltas } from '@herald/ledger';
import type { Accepted } from '@herald/provider';

import type { ClaimedBatch } from './send-batch';
import { uuidArray } from './uuid-array';

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
  const parameters: unknown[] = [group.map(({ batch }) => batch.id), group.map(({ batch }) => batch.fence)];
  const answers = group.map(({ batch, outcome, at }) => {
    const first = parameters.length + 1;
    const { apiId = null, messageUuids, httpStatus } = outcome;
    parameters.push(batch.id, apiId, uuidArray(messageUuids), httpStatus, at);
    return `($${first}::bigint, $${first + 1}::text, $${first + 2}::uuid[], $${first + 3}::int, $${first + 4}::timestamptz)`;
  });
  const { rows } = await tx.query<AcceptedRow>(
    `WITH mine AS MATERIALIZED (
       SELECT b.id FROM unnest($1::bigint[], $2::int[]) AS t (id, fence)
       JOIN batches b ON b.id = t.id AND b.fence = t.fence AND b.state = 'sending'
       ORDER BY b.id FOR NO KEY UPDATE OF b
     )
     UPDATE batches b
     SET state = 'accepted', lease_until = NULL, setbacks = 0, api_id = a.api_id, message_uuids = a.uuids,
         http_status = a.http_status, error = NULL, finished_at = a.at
     FROM mine, (VALUES ${answers.join(', ')}) AS a (id, api_id, uuids, http_status, at)
     WHERE b.id = mine.id AND b.state = 'sending' AND a.id = b.id
     RETURNING b.id, b.campaign_id, b.country, cardinality(b.destinations) - b.settled AS open`,
    parameters,
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
