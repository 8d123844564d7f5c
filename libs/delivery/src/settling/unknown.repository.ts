import { Database } from '@herald/database';
import { ARRIVED_BY, transitionBatches } from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import type { Suspect } from '../domain/evidence';
import type { Round } from '../domain/verdict';

export interface UnknownBatch {
  readonly id: string;
  readonly fence: number;
  readonly campaignId: number;
  readonly sender: Suspect['sender'];
  readonly sendingAt: Date;
  /** In the request: without messages that have a state of their own. */
  readonly destinations: number;
  readonly rounds: readonly Round[];
  readonly invalidShare: number;
}

/** A message that was certainly accepted. */
export interface Control {
  readonly phone: string;
  readonly sender: Suspect['sender'];
  readonly sendingAt: Date;
}

interface Search {
  readonly now: Date;
  /** Sent before this moment: callbacks have had their time. */
  readonly sentBefore: Date;
  /** Until then nobody else gets it. */
  readonly until: Date;
}

interface Senders {
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
}

interface Row extends Senders {
  readonly id: string;
  readonly fence: number;
  readonly campaign_id: number;
  readonly sending_at: Date;
  readonly destinations: number;
  readonly rounds: Round[] | null;
  readonly invalid_share: number;
}

/*
 * `not_before` is when the batch is to be looked at next: raising it is how one of several workers takes it. A campaign that keeps
 * numbers out of the provider's records (`log` false or content_only) cannot be looked up: absence would prove nothing.
 */
const TAKE = `
WITH taken AS (
  UPDATE batches SET not_before = $3
  WHERE id = (
    SELECT b.id FROM batches b JOIN campaigns c ON c.id = b.campaign_id
    WHERE b.state = 'unknown' AND b.sending_at < $2 AND (b.not_before IS NULL OR b.not_before <= $1)
      AND c.log IN ('true', 'number_only')
    ORDER BY b.not_before NULLS FIRST, b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED
  ) AND state = 'unknown'
  RETURNING id, fence, campaign_id, sending_at, cardinality(destinations) - settled AS destinations
)
SELECT t.*, c.src, c.powerpack_uuid, u.rounds,
       (SELECT coalesce(sum(messages) FILTER (WHERE state = 'refused') / nullif(sum(messages), 0), 0)::float8
        FROM message_rollups r WHERE r.campaign_id = t.campaign_id
          AND state NOT IN ('planned', 'suppressed', 'cancelled', 'unknown', 'abandoned')) AS invalid_share
FROM taken t JOIN campaigns c ON c.id = t.campaign_id
LEFT JOIN unknown_outcomes u ON u.batch_id = t.id AND u.fence = t.fence`;

/*
 * Spread over the batch, those first that were not looked up yet, and none that another batch was sent to since: a record of that one
 * would be taken for ours, and hide that ours is missing.
 */
const SAMPLE = `
WITH candidate AS MATERIALIZED (
  SELECT m.phone, m.phone = ANY($4::bigint[]) AS again, md5(m.phone::text) AS place
  FROM batches b JOIN messages m ON m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations) AND m.batch_id = b.id
  WHERE b.id = $1 AND m.state = 'planned' ORDER BY 2, 3 LIMIT 4 * $3::int
)
SELECT phone FROM candidate m
WHERE NOT EXISTS (
  SELECT 1 FROM campaigns c
  JOIN messages om ON om.campaign_id = c.id AND om.phone = m.phone
  JOIN batches o ON o.id = om.batch_id
  WHERE o.id <> $1 AND o.sending_at >= $2 AND (c.finished_at IS NULL OR c.finished_at >= $2))
ORDER BY again, place LIMIT $3::int`;

/*
 * The first batch after it that the provider certainly took; a number of it that has been heard of, if there is one, and not by an
 * earlier attempt.
 */
const CONTROL = `
SELECT m.phone, b.sending_at, c.src, c.powerpack_uuid
FROM (
  SELECT b.* FROM batches b JOIN campaigns c ON c.id = b.campaign_id
  WHERE b.state = 'accepted' AND b.finished_at >= $1 AND b.sending_at >= $1 AND c.log IN ('true', 'number_only')
    AND (b.message_uuids IS NOT NULL OR b.settled > 0)
  ORDER BY b.finished_at LIMIT 1
) b JOIN campaigns c ON c.id = b.campaign_id
JOIN messages m ON m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations) AND m.batch_id = b.id
WHERE (m.state = 'planned' OR m.state >= 'queued') AND ${ARRIVED_BY} IS NULL
ORDER BY m.state DESC, m.phone LIMIT 1`;

@Injectable()
export class UnknownRepository {
  constructor(private readonly database: Database) {}

  /** Takes one batch whose callbacks have had their time; until `until` nobody else gets it. */
  async take({ now, sentBefore, until }: Search): Promise<UnknownBatch | undefined> {
    const { rows } = await this.database.query<Row>(TAKE, [now, sentBefore, until]);
    const row = rows[0];
    if (row === undefined) return undefined;
    return {
      id: row.id,
      fence: row.fence,
      campaignId: row.campaign_id,
      sender: senderOf(row),
      sendingAt: row.sending_at,
      destinations: row.destinations,
      rounds: row.rounds ?? [],
      invalidShare: row.invalid_share,
    };
  }

  /** Up to `count` of its numbers that nothing else was sent to from `since` on. */
  async samples({ id, rounds }: UnknownBatch, count: number, since: Date): Promise<string[]> {
    const before = rounds.flatMap(({ samples }) => samples.map(({ to }) => to));
    const { rows } = await this.database.query<{ phone: string }>(SAMPLE, [id, since, count, before]);
    return rows.map(({ phone }) => phone);
  }

  async control({ sendingAt }: Pick<UnknownBatch, 'sendingAt'>): Promise<Control | undefined> {
    const { rows } = await this.database.query<Senders & { phone: string; sending_at: Date }>(CONTROL, [sendingAt]);
    const row = rows[0];
    return row && { phone: row.phone, sendingAt: row.sending_at, sender: senderOf(row) };
  }

  /** Keeps what a look showed, and when to look again. Not kept when the batch was settled meanwhile. */
  async addRound({ id, fence }: UnknownBatch, round: Round, again: Date): Promise<void> {
    await this.database.query(
      `WITH kept AS (
         UPDATE unknown_outcomes SET rounds = rounds || $3::jsonb
         WHERE batch_id = $1 AND fence = $2 AND settled_at IS NULL RETURNING batch_id
       )
       UPDATE batches SET not_before = $4 WHERE id IN (SELECT batch_id FROM kept) AND state = 'unknown' AND fence = $2`,
      [id, fence, JSON.stringify([round]), again],
    );
  }

  /** @returns false when a callback, or an operator, was faster */
  async settle(
    { id, fence }: Pick<UnknownBatch, 'id' | 'fence'>,
    to: 'accepted' | 'planned',
    at: Date,
  ): Promise<boolean> {
    const moved = await this.database.transaction((tx) =>
      transitionBatches(tx, {
        ids: [id],
        fence,
        from: ['unknown'],
        to,
        settledBy: { by: 'lookup' },
        set: to === 'accepted' ? { finishedAt: at, setbacks: 'reset' } : { fenceBy: 1, notBefore: at },
      }),
    );
    return moved.length === 1;
  }
}

function senderOf({ src, powerpack_uuid: powerpackId }: Senders): Suspect['sender'] {
  return src === null ? { powerpackId: powerpackId ?? '' } : { src };
}
