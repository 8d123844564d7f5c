import type { Sql } from '@herald/database';
import type { MinuteDelta, RollupDelta } from './domain/rollup-deltas';

export type RequestOutcome = 'accepted' | 'refused' | 'throttled' | 'not_sent' | 'unknown';

/** Requests to the provider within one minute with one outcome; every request at `at` counts into that minute. */
export interface RequestDelta {
  readonly campaignId: number;
  readonly outcome: RequestOutcome;
  readonly at: Date;
  readonly requests: number;
  /** Destinations in those requests. */
  readonly messages: number;
}

export interface LedgerDeltas {
  readonly cells?: readonly RollupDelta[];
  readonly minutes?: readonly MinuteDelta[];
  readonly requests?: readonly RequestDelta[];
}

/**
 * Adds deltas to the rollups, in the caller's transaction and after its changes to batches and messages. Every writer locks the
 * cells in the order of their keys, tables in the order below: no two of them can wait for each other.
 */
export async function applyRollups(sql: Sql, { cells = [], minutes = [], requests = [] }: LedgerDeltas): Promise<void> {
  if (cells.length > 0) await addCells(sql, cells);
  if (minutes.length > 0) await addMinutes(sql, minutes);
  if (requests.length > 0) await addRequests(sql, requests);
}

async function addCells(sql: Sql, cells: readonly RollupDelta[]): Promise<void> {
  await sql.query(
    `INSERT INTO message_rollups AS r (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     SELECT campaign_id, country, mcc, mnc, state, error_code, messages, units, amount / 100000.0
     FROM unnest($1::int[], $2::char(2)[], $3::varchar[], $4::varchar[], $5::message_state[], $6::smallint[],
                 $7::bigint[], $8::bigint[], $9::numeric[])
       AS d (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     ORDER BY 1, 2, 3, 4, 5, 6
     ON CONFLICT (campaign_id, country, mcc, mnc, state, error_code) DO UPDATE
     SET messages = r.messages + excluded.messages, units = r.units + excluded.units, amount = r.amount + excluded.amount`,
    [
      cells.map((cell) => cell.campaignId),
      cells.map((cell) => cell.country),
      cells.map((cell) => cell.mcc),
      cells.map((cell) => cell.mnc),
      cells.map((cell) => cell.state),
      cells.map((cell) => cell.errorCode),
      cells.map((cell) => cell.messages),
      cells.map((cell) => cell.units),
      cells.map((cell) => cell.amount),
    ],
  );
}

async function addMinutes(sql: Sql, minutes: readonly MinuteDelta[]): Promise<void> {
  await sql.query(
    `INSERT INTO message_minutes AS r (campaign_id, minute, state, messages)
     SELECT campaign_id, to_timestamp(minute / 1000.0), state, messages
     FROM unnest($1::int[], $2::bigint[], $3::message_state[], $4::bigint[]) AS d (campaign_id, minute, state, messages)
     ORDER BY 1, 2, 3
     ON CONFLICT (campaign_id, minute, state) DO UPDATE SET messages = r.messages + excluded.messages`,
    [
      minutes.map((delta) => delta.campaignId),
      minutes.map((delta) => delta.minute),
      minutes.map((delta) => delta.state),
      minutes.map((delta) => delta.messages),
    ],
  );
}

async function addRequests(sql: Sql, requests: readonly RequestDelta[]): Promise<void> {
  // Grouped first: ON CONFLICT may not meet the same key twice in one statement.
  await sql.query(
    `INSERT INTO request_minutes AS r (campaign_id, minute, outcome, requests, messages, first_at, last_at)
     SELECT campaign_id, date_trunc('minute', at), outcome, sum(requests), sum(messages), min(at), max(at)
     FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[])
       AS d (campaign_id, outcome, at, requests, messages)
     GROUP BY 1, 2, 3
     ORDER BY 1, 2, 3
     ON CONFLICT (campaign_id, minute, outcome) DO UPDATE
     SET requests = r.requests + excluded.requests, messages = r.messages + excluded.messages,
         first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at)`,
    [
      requests.map((delta) => delta.campaignId),
      requests.map((delta) => delta.outcome),
      requests.map((delta) => delta.at.toISOString()),
      requests.map((delta) => delta.requests),
      requests.map((delta) => delta.messages),
    ],
  );
}
