import type { Sql } from '@herald/database';
import { EFFECTIVE_STATE, isDrained, MESSAGE_STATES } from '@herald/ledger';

export interface CampaignNumbers {
  readonly is_planned: boolean;
  readonly list_rows: number;
  readonly list_rejects: number;
  readonly list_duplicates: number;
  readonly list_contacts: number;
  readonly suppressed: number;
  readonly messages: number;
  readonly batches: number;
}

export interface ListNumbers {
  readonly rows: number;
  readonly contacts: number;
  readonly rejects: number;
  readonly duplicates: number;
}

export interface BatchNumbers {
  readonly batches: number;
  readonly destinations: number;
  readonly twice: number;
  readonly without_message: number;
  readonly without_batch: number;
  readonly wrong_settled: number;
  /** Attempts that were followed by another, and messages whose attempts are not counted on. */
  readonly attempts: number;
  readonly wrong_attempts: number;
  readonly wrong_drained: number;
  /** Meanings of replies that the rollups miscount. */
  readonly wrong_replies: number;
  /** Batches that claim to have spared more late opt-outs than they hold suppressed messages. */
  readonly wrong_saved_late: number;
}

/** The same key counted twice: from the rollups, and from the messages themselves. A side that has no such row is nought. */
export interface CellPair {
  readonly key: string;
  readonly state: string;
  readonly rolled_messages: number;
  readonly rolled_units: number;
  readonly rolled_amount: string;
  readonly messages: number;
  readonly units: number;
  readonly amount: string;
}

export interface MinutePair {
  readonly key: string;
  readonly rolled_messages: number;
  readonly messages: number;
}

export async function campaignNumbers(sql: Sql, campaignId: number): Promise<CampaignNumbers | undefined> {
  const { rows } = await sql.query<CampaignNumbers>(
    `SELECT planned_at IS NOT NULL AS is_planned, list_rows::float8, list_rejects::float8, list_duplicates::float8, list_contacts::float8,
            suppressed::float8, messages::float8, batches
     FROM campaigns WHERE id = $1`,
    [campaignId],
  );
  return rows[0];
}

/**
 * What the list held when the campaign was planned; imports that came later do not count. No import is open while a campaign
 * is planned, so those it saw are the first ones by id: as many as make up the rows it counted. Only where no number of them
 * does is it decided by time, since the clocks of two machines may differ.
 */
export async function listNumbers(sql: Sql, campaignId: number): Promise<ListNumbers | undefined> {
  const { rows } = await sql.query<ListNumbers>(
    `WITH finished AS (
       SELECT i.id, i.rows, i.finished_at <= c.planned_at AS in_time,
              sum(i.rows) OVER (ORDER BY i.id) = c.list_rows AS makes_up
       FROM campaigns c JOIN imports i ON i.list_id = c.list_id AND i.state = 'completed' WHERE c.id = $1),
     seen AS MATERIALIZED (
       SELECT id, rows FROM finished WHERE id <= (
         SELECT coalesce(max(id) FILTER (WHERE makes_up), max(id) FILTER (WHERE in_time)) FROM finished))
     SELECT (SELECT coalesce(sum(rows), 0)::float8 FROM seen) AS rows,
            (SELECT count(*)::float8 FROM contacts
             WHERE list_id = (SELECT list_id FROM campaigns WHERE id = $1) AND import_id IN (SELECT id FROM seen)) AS contacts,
            count(*) FILTER (WHERE kind = 'reject')::float8 AS rejects,
            count(*) FILTER (WHERE kind = 'duplicate')::float8 AS duplicates
     FROM import_rejects WHERE import_id IN (SELECT id FROM seen)`,
    [campaignId],
  );
  return rows[0];
}

export async function cellPairs(sql: Sql, campaignId: number): Promise<CellPair[]> {
  const { rows } = await sql.query<CellPair>(
    `WITH told AS (
       SELECT b.country, m.mcc, m.mnc, ${EFFECTIVE_STATE} AS state, m.error_code, 1 AS messages, m.units, m.total_amount
       FROM messages m LEFT JOIN batches b ON b.id = m.batch_id WHERE m.campaign_id = $1
       UNION ALL
       SELECT b.country, a.mcc, a.mnc, a.state, a.error_code, 0, a.units, a.total_amount
       FROM message_attempts a LEFT JOIN batches b ON b.id = a.batch_id WHERE a.campaign_id = $1),
     counted AS (
       SELECT coalesce(country, '??') AS country, coalesce(mcc, '') AS mcc, coalesce(mnc, '') AS mnc,
              state, coalesce(error_code, 0) AS error_code, sum(messages) AS messages,
              coalesce(sum(units), 0) AS units, coalesce(sum(total_amount), 0) AS amount
       FROM told GROUP BY 1, 2, 3, 4, 5),
     rolled AS (
       SELECT country::text AS country, mcc::text AS mcc, mnc::text AS mnc, state, error_code, messages, units, amount
       FROM message_rollups WHERE campaign_id = $1)
     SELECT concat_ws(' ', country, nullif(mcc, ''), nullif(mnc, ''), state, nullif(error_code, 0)) AS key, state,
            coalesce(r.messages, 0)::float8 AS rolled_messages, coalesce(r.units, 0)::float8 AS rolled_units,
            coalesce(r.amount, 0)::numeric(20, 5)::text AS rolled_amount,
            coalesce(c.messages, 0)::float8 AS messages, coalesce(c.units, 0)::float8 AS units,
            coalesce(c.amount, 0)::numeric(20, 5)::text AS amount
     FROM counted c FULL JOIN rolled r USING (country, mcc, mnc, state, error_code)
     ORDER BY key`,
    [campaignId],
  );
  return rows;
}

export async function minutePairs(sql: Sql, campaignId: number): Promise<MinutePair[]> {
  const { rows } = await sql.query<MinutePair>(
    `WITH counted AS (
       SELECT date_trunc('minute', state_at, 'UTC') AS minute, state, count(*) AS messages
       FROM messages WHERE campaign_id = $1 AND state_at IS NOT NULL GROUP BY 1, 2),
     rolled AS (SELECT minute, state, messages FROM message_minutes WHERE campaign_id = $1)
     SELECT to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') || ' ' || state AS key,
            coalesce(r.messages, 0)::float8 AS rolled_messages, coalesce(c.messages, 0)::float8 AS messages
     FROM counted c FULL JOIN rolled r USING (minute, state)
     WHERE coalesce(r.messages, 0) <> coalesce(c.messages, 0)
     ORDER BY key`,
    [campaignId],
  );
  return rows;
}

export async function batchNumbers(sql: Sql, campaignId: number): Promise<BatchNumbers | undefined> {
  const { rows } = await sql.query<BatchNumbers>(
    `WITH held AS MATERIALIZED (
       SELECT b.id AS batch_id, d.phone FROM batches b CROSS JOIN unnest(b.destinations) AS d (phone) WHERE b.campaign_id = $1),
     ledger AS MATERIALIZED (
       SELECT batch_id, phone, state FROM messages WHERE campaign_id = $1
       UNION ALL SELECT batch_id, phone, state FROM message_attempts WHERE campaign_id = $1),
     matched AS (
       SELECT count(*) FILTER (WHERE l.tag IS NULL) AS without_message, count(*) FILTER (WHERE h.tag IS NULL) AS without_batch
       FROM (SELECT *, 1 AS tag FROM held) h FULL JOIN (SELECT *, 1 AS tag FROM ledger) l USING (phone, batch_id)),
     own AS (
       SELECT batch_id, count(*) AS settled, count(*) FILTER (WHERE state = ANY($2::message_state[])) AS drained,
              count(*) FILTER (WHERE state = 'suppressed') AS suppressed
       FROM ledger WHERE state <> 'planned' GROUP BY batch_id),
     earlier AS (
       SELECT phone, count(*) AS attempts, max(attempt) AS last FROM message_attempts WHERE campaign_id = $1 GROUP BY phone)
     SELECT (SELECT count(*)::float8 FROM message_attempts WHERE campaign_id = $1) AS attempts,
            (SELECT count(*)::float8 FROM earlier e
             LEFT JOIN messages m ON m.campaign_id = $1 AND m.phone = e.phone LEFT JOIN batches b ON b.id = m.batch_id
             WHERE e.last <> e.attempts OR b.message_attempt IS DISTINCT FROM e.attempts + 1) AS wrong_attempts,
            (SELECT count(*)::float8 FROM batches WHERE campaign_id = $1) AS batches,
            (SELECT count(*)::float8 FROM held) AS destinations,
            (SELECT count(*)::float8 FROM (
               SELECT FROM held h LEFT JOIN earlier e USING (phone)
               GROUP BY phone, e.attempts HAVING count(*) > 1 + coalesce(e.attempts, 0)) t) AS twice,
            (SELECT without_message::float8 FROM matched), (SELECT without_batch::float8 FROM matched),
            (SELECT count(*)::float8 FROM batches b LEFT JOIN own o ON o.batch_id = b.id
             WHERE b.campaign_id = $1 AND b.settled <> coalesce(o.settled, 0)) AS wrong_settled,
            (SELECT count(*)::float8 FROM batches b LEFT JOIN own o ON o.batch_id = b.id
             WHERE b.campaign_id = $1 AND b.drained <> coalesce(o.drained, 0)) AS wrong_drained,
            (SELECT count(*)::float8 FROM
               (SELECT meaning, replies - forgotten AS replies FROM reply_rollups WHERE campaign_id = $1) r FULL JOIN
               (SELECT meaning, count(*) AS replies FROM inbound_messages WHERE campaign_id = $1 GROUP BY 1) i USING (meaning)
             WHERE coalesce(r.replies, 0) <> coalesce(i.replies, 0)) AS wrong_replies,
            (SELECT count(*)::float8 FROM batches b LEFT JOIN own o ON o.batch_id = b.id
             WHERE b.campaign_id = $1 AND b.saved_late > coalesce(o.suppressed, 0)) AS wrong_saved_late`,
    [campaignId, MESSAGE_STATES.filter(isDrained)],
  );
  return rows[0];
}
