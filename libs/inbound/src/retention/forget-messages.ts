import type { Sql } from '@herald/database';

/*
 * Not what bears on consent (opted_out, opted_in, review): it is evidence, and reports count it by person. Nor what somebody still has
 * to do with: a review that is open, an answer that has not been sent. The campaigns' counts of replies stay, and say how many
 * of them have no message any more.
 */
const FORGET = `
WITH old AS (
  SELECT id FROM inbound_messages i
  WHERE received_at < $1 AND meaning IN ('none', 'help')
    AND NOT EXISTS (SELECT FROM consent_reviews r WHERE r.inbound_id = i.id AND r.state = 'open')
    AND NOT EXISTS (SELECT FROM inbound_answers a WHERE a.inbound_id = i.id AND a.state IN ('waiting', 'sending'))
  ORDER BY received_at LIMIT $2 FOR UPDATE OF i SKIP LOCKED
), answers AS (
  DELETE FROM inbound_answers a USING old WHERE a.inbound_id = old.id
), gone AS (
  DELETE FROM inbound_messages i USING old WHERE i.id = old.id RETURNING i.campaign_id, i.meaning
), counted AS (
  INSERT INTO reply_rollups AS r (campaign_id, meaning, replies, forgotten)
  SELECT campaign_id, meaning, 0, count(*) FROM gone WHERE campaign_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (campaign_id, meaning) DO UPDATE SET forgotten = r.forgotten + excluded.forgotten
)
SELECT count(*)::int AS messages FROM gone`;

/**
 * Deletes messages from before `before` that nothing hangs on, with what Herald answered to them. One statement, which waits for no
 * message that somebody else has locked.
 *
 * @returns how many, `most` at most
 */
export async function forgetMessages(sql: Sql, before: Date, most: number): Promise<number> {
  const { rows } = await sql.query<{ messages: number }>(FORGET, [before.toISOString(), most]);
  return rows[0]?.messages ?? 0;
}
