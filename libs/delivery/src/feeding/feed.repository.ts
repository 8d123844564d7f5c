import { Database } from '@herald/database';
import type { MessageChannel } from '@herald/lanes';
import { Injectable } from '@nestjs/common';

import type { Ticket } from '../sending/ticket';

/** The next due batches of a running campaign in one country. */
export interface DueRow {
  readonly campaignId: number;
  readonly priority: number;
  readonly sender: string;
  readonly country: string;
  readonly channel: MessageChannel;
  readonly expiryS: number | null;
  readonly maxBacklogS: number | null;
  /** Epoch ms. */
  readonly deadlineAt: number | null;
  /** Code of the campaign's reason, if it has one. */
  readonly noted: string | null;
  readonly ids: readonly string[];
  readonly units: readonly number[];
  /** Messages of each. */
  readonly messages: readonly number[];
}

/** What there is to feed, and the turn at which it was read. */
export interface DueView {
  readonly turn: string;
  readonly lines: readonly DueRow[];
}

interface Feed {
  readonly turn: string;
  readonly ids: readonly string[];
  readonly now: Date;
  readonly leaseMs: number;
}

/*
 * line: each country in which a running campaign has batches left, found by hopping along the index. One that is held or slow must
 * not hide the others behind it. canary: the last of a campaign's first batches, where only these may go; the claim says the same.
 */
const DUE = `
WITH RECURSIVE running AS (
  SELECT id, priority, coalesce(src, powerpack_uuid) AS sender, type, units_per_message, media_until, message_expiry, max_backlog_seconds, deadline_at,
         feed_limit, reason->>'code' AS noted
  FROM campaigns WHERE state = 'running' AND (deadline_at IS NULL OR deadline_at > $1)
), line AS (
  SELECT r.id, (SELECT min(country) FROM batches WHERE campaign_id = r.id AND state = 'planned') AS country FROM running r
  UNION ALL
  SELECT l.id, (SELECT min(country) FROM batches WHERE campaign_id = l.id AND state = 'planned' AND country > l.country)
  FROM line l WHERE l.country IS NOT NULL
), canary AS (
  SELECT r.id, (
    SELECT max(b.id) FROM (
      SELECT id, sum(size) OVER (ORDER BY id) AS up_to FROM batches
      WHERE campaign_id = r.id AND held_back IS NULL ORDER BY id LIMIT r.feed_limit
    ) b WHERE b.up_to <= r.feed_limit
  ) AS last FROM running r WHERE r.feed_limit IS NOT NULL
)
SELECT (SELECT turn FROM feed_turns) AS turn, r.id AS "campaignId", r.priority, r.sender, l.country, r.message_expiry AS "expiryS",
       r.max_backlog_seconds AS "maxBacklogS", r.noted, (extract(epoch FROM r.deadline_at) * 1000)::float8 AS "deadlineAt",
       coalesce(b.channel, r.type) AS channel, b.ids, b.units, b.messages
FROM line l JOIN running r USING (id) CROSS JOIN LATERAL (
  SELECT array_agg(id::text ORDER BY id) AS ids, array_agg(left_over * coalesce(units_per_message, r.units_per_message) ORDER BY id) AS units,
         array_agg(left_over ORDER BY id) AS messages, min(channel) AS channel
  FROM (
    SELECT id, size - settled AS left_over, channel, units_per_message FROM batches
    WHERE campaign_id = l.id AND country = l.country AND state = 'planned' AND (not_before IS NULL OR not_before <= $1)
      AND (r.media_until IS NULL OR r.media_until > now() + interval '1 minute' OR channel = 'sms')
      AND (r.feed_limit IS NULL OR id <= (SELECT last FROM canary WHERE canary.id = l.id))
    ORDER BY id LIMIT $2
  ) next
) b
WHERE l.country IS NOT NULL AND b.ids IS NOT NULL
ORDER BY r.id, l.country`;

/*
 * One statement, so that a worker that is frozen at the worst moment holds no lock: the server finishes it alone. Nobody has fed
 * since the turn was read, or nothing is fed: two feeders never fill the same room.
 */
const FEED = `
WITH taken AS (
  UPDATE feed_turns SET turn = turn + 1 WHERE turn = $1 RETURNING turn
), chosen AS MATERIALIZED (
  SELECT b.id FROM batches b JOIN campaigns c ON c.id = b.campaign_id AND c.state = 'running'
  WHERE b.id = ANY($2::bigint[]) AND b.state = 'planned' AND EXISTS (SELECT FROM taken)
  ORDER BY b.id FOR NO KEY UPDATE OF b SKIP LOCKED
)
UPDATE batches b
SET state = 'fed', fence = b.fence + 1, fed_at = $3, lease_until = now() + $4::float8 * interval '1 millisecond'
FROM chosen WHERE b.id = chosen.id AND b.state = 'planned'
RETURNING b.id AS "batchId", b.fence`;

@Injectable()
export class FeedRepository {
  constructor(private readonly database: Database) {}

  /** @param limit of batches, for each campaign and country */
  async due(now: Date, limit: number): Promise<DueView | undefined> {
    const { rows } = await this.database.query<DueRow & { turn: string }>(DUE, [now, limit]);
    const [first] = rows;
    return first === undefined ? undefined : { turn: first.turn, lines: rows };
  }

  /** @returns who may send them; nobody when somebody else has fed since */
  async feed({ turn, ids, now, leaseMs }: Feed): Promise<Ticket[]> {
    const { rows } = await this.database.query<Ticket>(FEED, [turn, ids, now, leaseMs]);
    return rows;
  }
}
