import type { Sql } from '@herald/database';
import type { InboundMessage } from './domain/inbound-message';

export interface StoredInbound {
  readonly id: string;
  readonly messageUuid: string;
  /** The campaign it answers. */
  readonly campaignId: number | null;
  /** It was not there before. */
  readonly fresh: boolean;
}

/** A message, and how often it came in this group. */
export interface CopiedMessage extends InboundMessage {
  readonly copies: number;
}

/** The provider keeps numbers in its records as long; an answer to anything older is a message like any other. */
const REPLY_DAYS = 90;
/** Newest first. A sender with more campaigns than this in 90 days loses the replies to its oldest ones, and no others. */
const MAX_CAMPAIGNS = 200;

/*
 * ours: the campaigns that each of our numbers may have sent, alone or within a Powerpack (the one that the provider names, or that
 * the number is known to be in), asked once for all messages to it.
 * answered: of these, the one whose message was sent to the person last; a message that is to be sent again counts by the attempt
 * that was sent. (ADR 0022)
 */
const STORE = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::smallint[], $10::text[], $12::int[])
    AS g (message_uuid, from_number, to_number, type, text, media, intent, powerpack_uuid, units, details, copies)
), ours AS MATERIALIZED (
  SELECT o.to_number, o.powerpack_uuid, c.id
  FROM (SELECT DISTINCT to_number, powerpack_uuid FROM given) o
  CROSS JOIN LATERAL (
    SELECT id FROM (
      SELECT id, started_at FROM campaigns WHERE src = o.to_number AND started_at > $11::timestamptz - interval '${REPLY_DAYS} days'
      UNION ALL
      SELECT id, started_at FROM campaigns
      WHERE powerpack_uuid = o.powerpack_uuid AND started_at > $11::timestamptz - interval '${REPLY_DAYS} days'
      UNION ALL
      SELECT c.id, c.started_at FROM sender_scopes x JOIN campaigns c ON c.powerpack_uuid = x.sender
      WHERE x.scope = 'number' AND x.key = o.to_number AND x.sender IS DISTINCT FROM o.powerpack_uuid
        AND c.started_at > $11::timestamptz - interval '${REPLY_DAYS} days'
    ) sent ORDER BY started_at DESC LIMIT ${MAX_CAMPAIGNS}
  ) c
)
INSERT INTO inbound_messages AS i (message_uuid, from_number, to_number, type, text, media, intent, powerpack_uuid, units, details,
                                   campaign_id, batch_id, received_at, repeats)
SELECT g.message_uuid, g.from_number, g.to_number, g.type, g.text,
       ARRAY(SELECT jsonb_array_elements_text(g.media::jsonb)), g.intent, g.powerpack_uuid, g.units, g.details::jsonb,
       answered.campaign_id, answered.batch_id, $11, g.copies - 1
FROM given g LEFT JOIN LATERAL (
  SELECT m.campaign_id, sent.batch_id FROM ours o
  JOIN messages m ON m.campaign_id = o.id AND m.phone = g.from_number
  CROSS JOIN LATERAL (
    SELECT b.id AS batch_id, b.sending_at FROM batches b
    WHERE b.id = m.batch_id AND b.state IN ('sending', 'accepted', 'unknown', 'abandoned')
      AND m.state NOT IN ('suppressed', 'refused', 'cancelled')
    UNION ALL
    SELECT b.id, b.sending_at FROM message_attempts a JOIN batches b ON b.id = a.batch_id
    WHERE a.campaign_id = m.campaign_id AND a.phone = m.phone
  ) sent
  WHERE o.to_number = g.to_number AND o.powerpack_uuid IS NOT DISTINCT FROM g.powerpack_uuid
  ORDER BY sent.sending_at DESC NULLS LAST, m.campaign_id DESC LIMIT 1
) answered ON true
ORDER BY g.message_uuid
ON CONFLICT (message_uuid) DO UPDATE SET repeats = i.repeats + excluded.repeats + 1
RETURNING id, message_uuid AS "messageUuid", campaign_id AS "campaignId", xmax = 0 AS fresh`;

/**
 * Stores messages that are not there yet, each with the campaign it answers. Sorted, so that two processes with the same messages
 * never lock each other out.
 *
 * @param messages each UUID once
 */
export async function storeInbound(sql: Sql, messages: readonly CopiedMessage[], now: Date): Promise<StoredInbound[]> {
  const column = <T>(value: (message: CopiedMessage) => T): T[] => messages.map(value);
  const { rows } = await sql.query<StoredInbound>(STORE, [
    column(({ messageUuid }) => messageUuid),
    column(({ from }) => from),
    column(({ to }) => to),
    column(({ type }) => type),
    column(({ text }) => text),
    column(({ media }) => JSON.stringify(media)),
    column(({ intent }) => intent),
    column(({ powerpackUuid }) => powerpackUuid),
    column(({ units }) => units),
    column(({ details }) => (details === null ? null : JSON.stringify(details))),
    now.toISOString(),
    column(({ copies }) => copies),
  ]);
  return rows;
}

/** What a stored message meant, and what is answered to it. */
interface Understood {
  readonly id: string;
  readonly meaning: string;
}

export async function writeMeanings(sql: Sql, understood: readonly Understood[]): Promise<void> {
  const { count } = await sql.query(
    `UPDATE inbound_messages i SET meaning = u.meaning
     FROM unnest($1::bigint[], $2::text[]) AS u (id, meaning) WHERE i.id = u.id`,
    [understood.map(({ id }) => id), understood.map(({ meaning }) => meaning)],
  );
  if (count !== understood.length) throw new Error(`${count} of ${understood.length} stored messages were written`);
}

/** A counted reply turned out to mean something else. Among the last in the lock order, by key. */
export async function recountReply(sql: Sql, campaignId: number, from: string, to: string): Promise<void> {
  await sql.query(
    `INSERT INTO reply_rollups AS r (campaign_id, meaning, replies)
     SELECT $1, meaning, n FROM (VALUES ($2::text, -1), ($3::text, 1)) AS d (meaning, n) ORDER BY meaning
     ON CONFLICT (campaign_id, meaning) DO UPDATE SET replies = r.replies + excluded.replies`,
    [campaignId, from, to],
  );
}

interface Reply {
  readonly campaignId: number;
  readonly meaning: string;
}

/** Among the last in the lock order, by key. */
export async function countReplies(sql: Sql, replies: readonly Reply[]): Promise<void> {
  await sql.query(
    `INSERT INTO reply_rollups AS r (campaign_id, meaning, replies)
     SELECT campaign_id, meaning, count(*) FROM unnest($1::int[], $2::text[]) AS d (campaign_id, meaning)
     GROUP BY 1, 2 ORDER BY 1, 2
     ON CONFLICT (campaign_id, meaning) DO UPDATE SET replies = r.replies + excluded.replies`,
    [replies.map(({ campaignId }) => campaignId), replies.map(({ meaning }) => meaning)],
  );
}
