import type { Sql } from '@herald/database';
import type { Ticket } from '@herald/delivery';

import { seedCampaign, type SeededCampaign } from '../ledger/seed-campaign';

export interface BatchRow {
  readonly state: string;
  readonly fence: number;
  readonly attempts: number;
  readonly setbacks: number;
  readonly settled: number;
  readonly http_status: number | null;
  readonly error: string | null;
  readonly api_id: string | null;
  readonly uuids: number | null;
  readonly invalid_numbers: string[] | null;
  /** Ms from now until it may be fed again. */
  readonly waits: number | null;
}

export async function batchRow(sql: Sql, id: string): Promise<BatchRow> {
  const { rows } = await sql.query<BatchRow>(
    `SELECT state, fence, attempts, setbacks, settled, http_status, error, api_id, cardinality(message_uuids) AS uuids,
            invalid_numbers, (extract(epoch FROM not_before - now()) * 1000)::float8 AS waits
     FROM batches WHERE id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`there is no batch ${id}`);
  return row;
}

/** A running campaign with its batches planned. */
export function plannedCampaign(
  sql: Sql,
  batches: readonly (readonly string[])[],
  country?: string,
): Promise<SeededCampaign> {
  return seedCampaign(sql, { batches, state: 'planned', ...(country === undefined ? {} : { country }) });
}

/** Feeds one batch by hand, without Bull. */
export async function fed(sql: Sql, batchId: string): Promise<Ticket> {
  const { rows } = await sql.query<Ticket>(
    `UPDATE batches SET state = 'fed', fence = fence + 1, fed_at = now(), not_before = NULL,
            lease_until = now() + interval '1 minute'
     WHERE id = $1 AND state = 'planned' RETURNING id AS "batchId", fence`,
    [batchId],
  );
  const ticket = rows[0];
  if (ticket === undefined) throw new Error(`batch ${batchId} is not planned`);
  return ticket;
}

export async function requestsMade(sql: Sql, campaignId: number): Promise<Record<string, number>> {
  const { rows } = await sql.query<{ outcome: string; requests: number }>(
    `SELECT outcome, sum(requests)::int AS requests FROM request_minutes WHERE campaign_id = $1 GROUP BY 1`,
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ outcome, requests }) => [outcome, requests]));
}

export async function campaignRow(
  sql: Sql,
  id: number,
): Promise<{ readonly state: string; readonly reason: { readonly code: string; readonly message: string } | null }> {
  const { rows } = await sql.query<{ state: string; reason: { code: string; message: string } | null }>(
    `SELECT state, reason FROM campaigns WHERE id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`there is no campaign ${id}`);
  return row;
}
