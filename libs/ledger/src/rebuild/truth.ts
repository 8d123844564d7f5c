import { MESSAGE_STATES, rankOf } from '../domain/message-state';

/** Smaller than any value of a message: what is not known loses. */
const NONE = '(-4611686018427387904)';
const RANKS = MESSAGE_STATES.map((state) => `WHEN '${state}' THEN ${rankOf(state)}`).join(' ');
const STATES = `'{${MESSAGE_STATES.join(',')}}'::message_state[]`;

/** SQL: the facts in the log rows of campaign $1, one a row. */
export const EVENTS = 'message_events e CROSS JOIN LATERAL unnest(e.facts::message_fact[]) AS u';

/*
 * `merge` of libs/ledger/src/domain/merge.ts, as aggregates: each of its total orders is the order of an array, so the larger of
 * two is `max`. Postgres compares arrays element by element.
 */
const FOLDED = `
SELECT u.batch_id, u.phone, count(*) AS events,
       max(ARRAY[r.rank, coalesce(u.error_code, ${NONE}), coalesce(-u.state_at, ${NONE})]) AS status,
       max(ARRAY[r.rank, coalesce(u.amount, ${NONE})]) AS price,
       max(u.units) AS units,
       max(ARRAY[coalesce('=' || u.mcc, ''), coalesce('=' || u.mnc, '')] COLLATE "C") AS network,
       min(u.uuid::text COLLATE "C")::uuid AS uuid
FROM ${EVENTS}, LATERAL (SELECT CASE u.state ${RANKS} END::bigint AS rank) r
WHERE e.campaign_id = $1 AND u.phone IS NOT NULL
GROUP BY u.batch_id, u.phone`;

/**
 * SQL: what each message of campaign $1 must be, from nothing but its batches and its log. A number that stands in several batches
 * is in the newest: it was cut off an older one, or is sent again.
 */
export const TRUTH = `
WITH folded AS (${FOLDED}), held AS (
  SELECT d.phone, max(b.id) AS batch_id FROM batches b CROSS JOIN LATERAL unnest(b.destinations) AS d (phone)
  WHERE b.campaign_id = $1 GROUP BY d.phone
)
SELECT h.batch_id, h.phone, coalesce(f.events, 0) AS events,
       coalesce((${STATES})[f.status[1] + 1], 'planned') AS state,
       nullif(f.status[2], ${NONE})::smallint AS error_code,
       -nullif(f.status[3], ${NONE}) AS state_at,
       f.units, nullif(substr(f.network[1], 2), '') AS mcc, nullif(substr(f.network[2], 2), '') AS mnc, f.uuid,
       nullif(f.price[2], ${NONE}) AS amount
FROM held h LEFT JOIN folded f ON f.batch_id = h.batch_id AND f.phone = h.phone`;
