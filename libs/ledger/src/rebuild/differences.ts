import type { Sql } from '@herald/database';
import { isDrained, MESSAGE_STATES } from '../domain/message-state';
import { EFFECTIVE_STATE } from '../effective-state';
import type { Difference } from './rebuilt';
import { TRUTH } from './truth';

/** A rebuild under way: what it found wrong stands in `rebuild_rows` under its run. */
export interface Run {
  readonly id: string;
  readonly campaignId: number;
}

const DRAINED = `ARRAY[${MESSAGE_STATES.filter(isDrained)
  .map((state) => `'${state}'`)
  .join(', ')}]::message_state[]`;

/** $1 campaign, $2 run. Only what differs is written down: usually nothing. */
const STAGE = `
WITH truth AS MATERIALIZED (${TRUTH}), wrong AS (
  INSERT INTO rebuild_rows (run, batch_id, phone, found_in, state, error_code, state_at, units, mcc, mnc, uuid, amount)
  SELECT $2, t.batch_id, t.phone, m.batch_id, t.state, t.error_code, t.state_at, t.units, t.mcc, t.mnc, t.uuid, t.amount
  FROM truth t LEFT JOIN messages m ON m.campaign_id = $1 AND m.phone = t.phone
  WHERE (m.batch_id, m.state, m.error_code, m.state_at, m.units, m.mcc, m.mnc, m.message_uuid, m.total_amount)
    IS DISTINCT FROM (t.batch_id, t.state, t.error_code, to_timestamp(t.state_at / 1000.0), t.units, t.mcc, t.mnc, t.uuid,
                      t.amount / 100000.0)
  RETURNING found_in
)
SELECT (SELECT count(*)::float8 FROM truth) AS planned, (SELECT coalesce(sum(events), 0)::float8 FROM truth) AS events,
       (SELECT count(found_in)::float8 FROM wrong) AS wrong,
       (SELECT count(*)::float8 FROM wrong WHERE found_in IS NULL) AS lost,
       (SELECT count(*)::float8 FROM messages WHERE campaign_id = $1) AS present`;

/** SQL: the messages of campaign $1, those that run $2 found wrong as they should be. */
const LEDGER = `
SELECT m.batch_id, m.state, m.error_code, m.units, m.mcc, m.mnc, m.state_at, m.total_amount FROM messages m
WHERE m.campaign_id = $1 AND NOT EXISTS (SELECT FROM rebuild_rows s WHERE s.run = $2 AND s.phone = m.phone)
UNION ALL
SELECT batch_id, state, error_code, units, mcc, mnc, to_timestamp(state_at / 1000.0), amount / 100000.0
FROM rebuild_rows WHERE run = $2`;

/**
 * SQL: by how much each cell of the rollups is off. Every writer changes messages and cells in one transaction, so this difference
 * is the same whatever is being written meanwhile: added to the cell at any later time, it makes it right.
 */
export const CELLS_OFF = `
WITH ledger AS (${LEDGER}), counted AS (
  SELECT b.country, coalesce(m.mcc, '') AS mcc, coalesce(m.mnc, '') AS mnc, ${EFFECTIVE_STATE} AS state,
         coalesce(m.error_code, 0)::smallint AS error_code, count(*) AS messages,
         coalesce(sum(m.units), 0) AS units, coalesce(sum(m.total_amount), 0) AS amount
  FROM ledger m JOIN batches b ON b.id = m.batch_id GROUP BY 1, 2, 3, 4, 5
  UNION ALL
  SELECT b.country, coalesce(m.mcc, ''), coalesce(m.mnc, ''), m.state, coalesce(m.error_code, 0)::smallint, 0,
         coalesce(m.units, 0), coalesce(m.total_amount, 0)
  FROM message_attempts m JOIN batches b ON b.id = m.batch_id WHERE m.campaign_id = $1
  UNION ALL
  SELECT country, mcc, mnc, state, error_code, -messages, -units, -amount FROM message_rollups WHERE campaign_id = $1
)
SELECT country, mcc, mnc, state, error_code, sum(messages)::bigint AS messages, sum(units)::bigint AS units, sum(amount) AS amount
FROM counted GROUP BY 1, 2, 3, 4, 5 HAVING (sum(messages), sum(units), sum(amount)) <> (0, 0, 0)`;

/** SQL: by how much each minute is off; the same goes for it. */
export const MINUTES_OFF = `
WITH ledger AS (${LEDGER}), counted AS (
  SELECT date_trunc('minute', state_at, 'UTC') AS minute, state, count(*) AS messages
  FROM ledger WHERE state_at IS NOT NULL GROUP BY 1, 2
  UNION ALL
  SELECT minute, state, -messages FROM message_minutes WHERE campaign_id = $1
)
SELECT minute, state, sum(messages)::bigint AS messages FROM counted GROUP BY 1, 2 HAVING sum(messages) <> 0`;

/** SQL: batches whose own counts are not those of their messages. */
const BATCHES_OFF = `
WITH ledger AS (${LEDGER}), own AS (
  SELECT batch_id, count(*) AS settled, count(*) FILTER (WHERE state = ANY(${DRAINED})) AS drained
  FROM (SELECT batch_id, state FROM ledger
        UNION ALL SELECT batch_id, state FROM message_attempts WHERE campaign_id = $1) told
  WHERE state <> 'planned' GROUP BY 1
)
SELECT b.id, b.number, b.settled, b.drained, coalesce(o.settled, 0)::int AS own_settled, coalesce(o.drained, 0)::int AS own_drained
FROM batches b LEFT JOIN own o ON o.batch_id = b.id
WHERE b.campaign_id = $1 AND (b.settled, b.drained) <> (coalesce(o.settled, 0), coalesce(o.drained, 0))`;

/** SQL: counts the messages of batches $1 anew, whose rows are locked. */
export const RECOUNT = `
UPDATE batches b SET settled = own.settled, drained = own.drained
FROM (
  SELECT h.id, count(o.state) AS settled, count(o.state) FILTER (WHERE o.state = ANY(${DRAINED})) AS drained
  FROM batches h CROSS JOIN LATERAL unnest(h.destinations) AS d (phone)
  LEFT JOIN LATERAL (
    SELECT m.state FROM messages m
    WHERE m.campaign_id = h.campaign_id AND m.phone = d.phone AND m.batch_id = h.id AND m.state <> 'planned'
    UNION ALL
    SELECT a.state FROM message_attempts a
    WHERE a.campaign_id = h.campaign_id AND a.phone = d.phone AND a.batch_id = h.id
  ) o ON true
  WHERE h.id = ANY($1::bigint[]) GROUP BY h.id
) own
WHERE b.id = own.id AND (b.settled, b.drained) <> (own.settled, own.drained)`;

interface Staged {
  readonly planned: number;
  readonly events: number;
  readonly wrong: number;
  readonly lost: number;
  readonly present: number;
}

export interface Comparison {
  readonly messages: number;
  readonly events: number;
  readonly differences: Difference[];
  /** Batches that miscount their messages. */
  readonly miscounting: readonly string[];
}

/** Compares everything at the instant of the caller's transaction, and leaves the wrong messages in `rebuild_rows`. */
export async function compare(sql: Sql, run: Run): Promise<Comparison> {
  const which = [run.campaignId, run.id];
  const staged = (await sql.query<Staged>(STAGE, which)).rows[0] ?? {
    planned: 0,
    events: 0,
    wrong: 0,
    lost: 0,
    present: 0,
  };
  const wrong = await sql.query<{ phone: string; state: string; found: string }>(
    `SELECT '…' || right(s.phone::text, 4) AS phone, s.state, coalesce(m.state::text, 'no row') AS found
     FROM rebuild_rows s LEFT JOIN messages m ON m.campaign_id = $1 AND m.phone = s.phone
     WHERE s.run = $2 ORDER BY s.batch_id, s.phone LIMIT ${EXAMPLES}`,
    which,
  );
  const batches = await sql.query<
    Record<'id' | 'number' | 'settled' | 'drained' | 'own_settled' | 'own_drained', string>
  >(`${BATCHES_OFF} ORDER BY b.id`, which);
  const cells = await sql.query<Record<string, string>>(`${CELLS_OFF} ORDER BY 1, 2, 3, 4, 5`, which);
  const minutes = await sql.query<{ minute: Date; state: string; messages: string }>(
    `${MINUTES_OFF} ORDER BY 1, 2`,
    which,
  );
  const strange = staged.present - (staged.planned - staged.lost);
  const examples = wrong.rows.map(({ phone, state, found }) => `${phone} is ${found}, its events say ${state}`);
  return {
    messages: staged.planned,
    events: staged.events,
    miscounting: batches.rows.map(({ id }) => id),
    differences: [
      difference('messages', staged.wrong, 'messages that are not what their events say', examples),
      difference('lost_messages', staged.lost, 'destinations of a batch without a message'),
      difference('strange_messages', strange, 'messages that no batch holds; a rebuild leaves them as they are'),
      difference(
        'batches',
        batches.rows.length,
        'batches that miscount their messages (settled, drained)',
        batches.rows.map(
          (b) => `batch ${b.number} counts ${b.settled}, ${b.drained}, there are ${b.own_settled}, ${b.own_drained}`,
        ),
      ),
      difference(
        'rollups',
        cells.rows.length,
        'counters by country, carrier, state and error that are off',
        cells.rows.map((c) =>
          `${c.country} ${c.mcc} ${c.mnc} ${c.state} ${c.error_code} lacks ${c.messages}`.replace(/ +/g, ' '),
        ),
      ),
      difference(
        'minutes',
        minutes.rows.length,
        'counters by minute and state that are off',
        minutes.rows.map((m) => `${m.minute.toISOString()} ${m.state} lacks ${m.messages}`),
      ),
    ].filter(({ rows }) => rows > 0),
  };
}

const EXAMPLES = 3;

function difference(
  name: Difference['name'],
  rows: number,
  detail: string,
  examples: readonly string[] = [],
): Difference {
  const shown = examples.slice(0, EXAMPLES).join('; ');
  return { name, rows, detail: shown === '' ? detail : `${detail}: ${shown}` };
}
