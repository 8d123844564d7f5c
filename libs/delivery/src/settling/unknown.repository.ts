import { Database } from '@herald/database';
import { transitionBatches } from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import { SAMPLES } from '../domain/evidence';

export interface UnknownBatch {
  readonly id: string;
  readonly fence: number;
  readonly campaignId: number;
  readonly src: string | null;
  readonly sendingAt: Date;
  readonly destinations: number;
  /** To be looked up: spread over the batch, none of them in a request of another campaign at about the same time. */
  readonly samples: readonly string[];
}

interface Search {
  readonly now: Date;
  /** Sent before this moment: callbacks have had their time. */
  readonly sentBefore: Date;
  readonly againAt: Date;
  /** Requests of other campaigns this near make a number no evidence. */
  readonly nearMs: number;
}

interface Row {
  readonly id: string;
  readonly fence: number;
  readonly campaign_id: number;
  readonly src: string | null;
  readonly sending_at: Date;
  readonly destinations: number;
  readonly samples: string[] | null;
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
    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED
  ) AND state = 'unknown'
  RETURNING id, fence, campaign_id, sending_at, destinations
), candidate AS MATERIALIZED (
  SELECT m.phone, md5(m.phone::text) AS place
  FROM taken t JOIN messages m ON m.campaign_id = t.campaign_id AND m.phone = ANY(t.destinations)
  WHERE m.state = 'planned' ORDER BY 2 LIMIT ${4 * SAMPLES}
), sample AS (
  SELECT phone FROM candidate m, taken t
  WHERE NOT EXISTS (
    SELECT 1 FROM campaigns c
    JOIN messages om ON om.campaign_id = c.id AND om.phone = m.phone
    JOIN batches o ON o.id = om.batch_id
    WHERE c.id <> t.campaign_id
      AND o.sending_at BETWEEN t.sending_at - $4::float8 * interval '1 millisecond'
                           AND t.sending_at + $4::float8 * interval '1 millisecond')
  ORDER BY place LIMIT ${SAMPLES}
)
SELECT t.id, t.fence, t.campaign_id, c.src, t.sending_at, cardinality(t.destinations) AS destinations,
       (SELECT array_agg(phone::text) FROM sample) AS samples
FROM taken t JOIN campaigns c ON c.id = t.campaign_id`;

@Injectable()
export class UnknownRepository {
  constructor(private readonly database: Database) {}

  /** Takes one batch whose callbacks have had their time; until `againAt` nobody else gets it. */
  async take({ now, sentBefore, againAt, nearMs }: Search): Promise<UnknownBatch | undefined> {
    const { rows } = await this.database.query<Row>(TAKE, [now, sentBefore, againAt, nearMs]);
    const row = rows[0];
    if (row === undefined) return undefined;
    return {
      id: row.id,
      fence: row.fence,
      campaignId: row.campaign_id,
      src: row.src,
      sendingAt: row.sending_at,
      destinations: row.destinations,
      samples: row.samples ?? [],
    };
  }

  /** @returns false when a callback, or an operator, was faster */
  async settle({ id, fence }: UnknownBatch, to: 'accepted' | 'planned', at: Date): Promise<boolean> {
    const moved = await this.database.transaction((tx) =>
      transitionBatches(tx, {
        ids: [id],
        fence,
        from: ['unknown'],
        to,
        set: to === 'accepted' ? { finishedAt: at, setbacks: 'reset' } : { fenceBy: 1, notBefore: at },
      }),
    );
    return moved.length === 1;
  }
}
