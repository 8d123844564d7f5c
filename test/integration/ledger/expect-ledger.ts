import type { Sql } from '@herald/database';

const ALL_ATTEMPTS = `(SELECT campaign_id, batch_id, state FROM messages
  UNION ALL SELECT campaign_id, batch_id, state FROM message_attempts)`;

/**
 * The invariants of the ledger, counted from the tables: every cell of the rollups equals what messages and batches say, every
 * batch has counted the messages that have a state of their own and those that left the provider, and nothing is missing from a campaign.
 */
export async function expectLedger(sql: Sql): Promise<void> {
  const counted = await sql.query(
    `SELECT m.campaign_id, b.country, coalesce(m.mcc, '') AS mcc, coalesce(m.mnc, '') AS mnc,
            CASE WHEN m.state <> 'planned' THEN m.state::text
                 WHEN b.state IN ('fed', 'sending') THEN 'planned' ELSE b.state END AS state,
            coalesce(m.error_code, 0) AS error_code,
            sum(messages)::bigint AS messages, coalesce(sum(m.units), 0) AS units, coalesce(sum(m.total_amount), 0)::numeric(18, 5) AS amount
     FROM (SELECT campaign_id, batch_id, mcc, mnc, state, error_code, units, total_amount, 1 AS messages FROM messages
           UNION ALL SELECT campaign_id, batch_id, mcc, mnc, state, error_code, units, total_amount, 0 FROM message_attempts) m
     JOIN batches b ON b.id = m.batch_id GROUP BY 1, 2, 3, 4, 5, 6
     HAVING sum(messages) <> 0 OR sum(m.units) <> 0 OR sum(m.total_amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6`,
  );
  const cells = await sql.query(
    `SELECT campaign_id, country, mcc, mnc, state::text, error_code, messages, units, amount
     FROM message_rollups WHERE messages <> 0 OR units <> 0 OR amount <> 0
     ORDER BY campaign_id, country, mcc, mnc, state::text, error_code`,
  );
  expect(cells.rows).toEqual(counted.rows);

  const countedMinutes = await sql.query(
    `SELECT campaign_id, date_trunc('minute', state_at) AS minute, state::text, count(*) AS messages
     FROM messages WHERE state <> 'planned' AND state_at IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const minutes = await sql.query(
    `SELECT campaign_id, minute, state::text, messages FROM message_minutes WHERE messages <> 0
     ORDER BY campaign_id, minute, state::text`,
  );
  expect(minutes.rows).toEqual(countedMinutes.rows);

  const unsettled = await sql.query(
    `SELECT b.id FROM batches b
     WHERE b.settled <> (SELECT count(*) FROM ${ALL_ATTEMPTS} m
                         WHERE m.campaign_id = b.campaign_id AND m.batch_id = b.id AND m.state <> 'planned')`,
  );
  expect(unsettled.rows).toEqual([]);

  const undrained = await sql.query(
    `SELECT b.id FROM batches b
     WHERE b.drained <> (SELECT count(*) FROM ${ALL_ATTEMPTS} m WHERE m.campaign_id = b.campaign_id AND m.batch_id = b.id
                           AND m.state NOT IN ('planned', 'accepted', 'queued'))`,
  );
  expect(undrained.rows).toEqual([]);

  const short = await sql.query(
    `SELECT c.id FROM campaigns c
     WHERE c.messages <> (SELECT coalesce(sum(messages), 0) FROM message_rollups r WHERE r.campaign_id = c.id)`,
  );
  expect(short.rows).toEqual([]);
}
