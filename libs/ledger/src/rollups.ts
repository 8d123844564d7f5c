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

/** One write to the rollups, ready to be run. */
export interface RollupWrite {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Adds deltas to the rollups, in the caller's transaction and after its changes to batches and messages. Every writer locks the
 * cells in the order of their keys, and the tables in the order of `rollupWrites`: no two of them can wait for each other.
 */
export async function applyRollups(sql: Sql, deltas: LedgerDeltas): Promise<void> {
  for (const { text, parameters } of rollupWrites(deltas)) await sql.query(text, parameters);
}

/** The writes behind `applyRollups`, in their order, for a caller that sends them without waiting in between. */
export function rollupWrites({ cells = [], minutes = [], requests = [] }: LedgerDeltas): RollupWrite[] {
  return [
    ...(cells.length > 0 ? [cellWrite(cells)] : []),
    ...(minutes.length > 0 ? [minuteWrite(minutes)] : []),
    ...(requests.length > 0 ? [requestWrite(requests)] : []),
  ];
}

function cellWrite(cells: readonly RollupDelta[]): RollupWrite {
  return {
    text: `INSERT INTO message_rollups AS r (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     SELECT campaign_id, country, mcc, mnc, state, error_code, messages, units, amount / 100000.0
     FROM unnest($1::int[], $2::char(2)[], $3::varchar[], $4::varchar[], $5::message_state[], $6::smallint[],
                 $7::bigint[], $8::bigint[], $9::numeric[])
       AS d (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     ORDER BY 1, 2, 3, 4, 5, 6
     ON CONFLICT (campaign_id, country, mcc, mnc, state, error_code) DO UPDATE
     SET messages = r.messages + excluded.messages, units = r.units + excluded.units, amount = r.amount + excluded.amount`,
    parameters: [
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
  };
}

function minuteWrite(minutes: readonly MinuteDelta[]): RollupWrite {
  return {
    text: `INSERT INTO message_minutes AS r (campaign_id, minute, state, messages)
     SELECT campaign_id, to_timestamp(minute / 1000.0), state, messages
     FROM unnest($1::int[], $2::bigint[], $3::message_state[], $4::bigint[]) AS d (campaign_id, minute, state, messages)
     ORDER BY 1, 2, 3
     ON CONFLICT (campaign_id, minute, state) DO UPDATE SET messages = r.messages + excluded.messages`,
    parameters: [
      minutes.map((delta) => delta.campaignId),
      minutes.map((delta) => delta.minute),
      minutes.map((delta) => delta.state),
      minutes.map((delta) => delta.messages),
    ],
  };
}

function requestWrite(requests: readonly RequestDelta[]): RollupWrite {
  // Grouped first: ON CONFLICT may not meet the same key twice in one statement.
  return {
    text: `INSERT INTO request_minutes AS r (campaign_id, minute, outcome, requests, messages, first_at, last_at)
     SELECT campaign_id, date_trunc('minute', at), outcome, sum(requests), sum(messages), min(at), max(at)
     FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[])
       AS d (campaign_id, outcome, at, requests, messages)
     GROUP BY 1, 2, 3
     ORDER BY 1, 2, 3
     ON CONFLICT (campaign_id, minute, outcome) DO UPDATE
     SET requests = r.requests + excluded.requests, messages = r.messages + excluded.messages,
         first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at)`,
    parameters: [
      requests.map((delta) => delta.campaignId),
      requests.map((delta) => delta.outcome),
      requests.map((delta) => delta.at.toISOString()),
      requests.map((delta) => delta.requests),
      requests.map((delta) => delta.messages),
    ],
  };
}
