import type { Sql, Transaction } from '@herald/database';
import type { FailurePolicy } from './failure-policies';

/** Callbacks of a campaign that ended longer ago change nothing here. */
const AFTER_END = `interval '3 days'`;
const FORGET_AT_ONCE = 5_000;

/** Campaigns whose rollups count more failures with these codes than were found in their messages, and that were not just looked at. */
export async function grownCampaigns(
  sql: Sql,
  codes: readonly number[],
  { now, lookAgainS }: { readonly now: Date; readonly lookAgainS: number },
): Promise<{ readonly id: number; readonly sender: string }[]> {
  const { rows } = await sql.query<{ id: number; sender: string }>(
    `SELECT c.id, coalesce(c.src, c.powerpack_uuid) AS sender
     FROM campaigns c LEFT JOIN failure_feedback f ON f.campaign_id = c.id
     WHERE (c.state IN ('running', 'paused') OR c.finished_at > $2::timestamptz - ${AFTER_END})
       AND (f.looked_at IS NULL OR f.looked_at <= $2::timestamptz - $3 * interval '1 second')
       AND (SELECT sum(r.messages) FROM message_rollups r WHERE r.campaign_id = c.id AND r.error_code = ANY($1::smallint[])
              AND r.state IN ('failed', 'undelivered')) > coalesce(f.seen, 0)
     ORDER BY c.id`,
    [codes, now, lookAgainS],
  );
  return rows;
}

/** @returns false when another worker has it */
export async function lockCampaign(tx: Transaction, campaignId: number): Promise<boolean> {
  await tx.query(
    `INSERT INTO failure_feedback (campaign_id, seen, looked_at) VALUES ($1, 0, '-infinity') ON CONFLICT DO NOTHING`,
    [campaignId],
  );
  const { count } = await tx.query(`SELECT 1 FROM failure_feedback WHERE campaign_id = $1 FOR UPDATE SKIP LOCKED`, [
    campaignId,
  ]);
  return count === 1;
}

interface Which {
  readonly codes: readonly number[];
  /** The code that is believed at once. */
  readonly atOnce: number;
  /** The others count once they are older than this. */
  readonly finalBy: Date;
  /** No policy looks further back; older ones were forgotten. */
  readonly since: Date;
  readonly now: Date;
}

/** Keeps the campaign's failures that are final. What was kept before stays as it was. */
export async function keepFailures(
  tx: Transaction,
  campaignId: number,
  { codes, atOnce, finalBy, since, now }: Which,
): Promise<void> {
  await tx.query(
    `INSERT INTO hard_failures (phone, campaign_id, error_code, at)
     SELECT phone, campaign_id, error_code, coalesce(state_at, $5) FROM messages
     WHERE campaign_id = $1 AND error_code = ANY($2::smallint[]) AND state IN ('failed', 'undelivered')
       AND (error_code = $3 OR coalesce(state_at, $5) <= $4) AND coalesce(state_at, $5) > $6
     ORDER BY phone, error_code ON CONFLICT DO NOTHING`,
    [campaignId, codes, atOnce, finalBy, now, since],
  );
}

/**
 * Numbers that failed in this campaign and by that often enough: none that was sent something since the first failure that arrived,
 * none this campaign's failures have been counted for already, so that what an operator has lifted stays lifted.
 */
export async function candidates(
  tx: Transaction,
  campaignId: number,
  { error_code: code, failures, window_days: days }: FailurePolicy,
  now: Date,
): Promise<string[]> {
  const { rows } = await tx.query<{ phone: string }>(
    `WITH here AS (
       UPDATE hard_failures SET counted = true WHERE campaign_id = $1 AND error_code = $2 AND NOT counted RETURNING phone
     ), often AS (
       SELECT h.phone, min(h.at) AS first_at FROM hard_failures h JOIN here USING (phone)
       WHERE h.error_code = $2 AND h.at > $4::timestamptz - $5 * interval '1 day' GROUP BY h.phone HAVING count(*) >= $3
     )
     SELECT phone::text FROM often
     WHERE NOT EXISTS (
       SELECT FROM campaigns c JOIN messages m ON m.campaign_id = c.id AND m.phone = often.phone
       WHERE c.started_at IS NOT NULL AND (c.finished_at IS NULL OR c.finished_at > often.first_at)
         AND m.state IN ('delivered', 'read') AND m.state_at > often.first_at)
     ORDER BY 1`,
    [campaignId, code, failures, now, days],
  );
  return rows.map(({ phone }) => phone);
}

/** What was found is what need not be looked for again. */
export async function noteLook(
  tx: Transaction,
  campaignId: number,
  codes: readonly number[],
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE failure_feedback SET looked_at = $3,
       seen = (SELECT count(*) FROM hard_failures WHERE campaign_id = $1 AND error_code = ANY($2::smallint[]))
     WHERE campaign_id = $1`,
    [campaignId, codes, now],
  );
}

/** Some at a time. */
export async function forgetOld(sql: Sql, since: Date): Promise<void> {
  await sql.query(
    `DELETE FROM hard_failures WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM hard_failures WHERE at <= $1 LIMIT ${FORGET_AT_ONCE}))`,
    [since],
  );
}
