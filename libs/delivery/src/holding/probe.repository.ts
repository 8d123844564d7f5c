import { Database } from '@herald/database';
import { HERALD, type Passage, type WholeLane } from '@herald/lanes';
import { type BatchState, splitBatch } from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import { ACCOUNT_ERROR_CODES, type HoldCode } from '../domain/hold-reason';
import type { Ticket } from '../sending/ticket';

export interface Probe extends WholeLane {
  readonly code: HoldCode;
  readonly tries: number;
  readonly due: boolean;
  readonly batchId: string | null;
  readonly sentAt: Date | null;
}

export interface ProbedBatch {
  readonly state: BatchState;
  /** Messages of it that failed for the account's sake, and those with any other fate a carrier knows of. */
  readonly failed: number;
  readonly passed: number;
}

/** One row for each held lane; a lane that is held again soon after its release goes on with its growing waits. */
const REMEMBER = `
INSERT INTO lane_probes AS p (kind, key, held_at, next_at)
SELECT kind, key, (hold->>'at')::timestamptz, $2::timestamptz + $3::float8 * interval '1 millisecond' FROM lanes
WHERE id = $1 AND hold IS NOT NULL
ON CONFLICT (kind, key) DO UPDATE
SET held_at = excluded.held_at, released_at = NULL, batch_id = NULL, sent_at = NULL,
    tries = CASE WHEN p.released_at > $2::timestamptz - interval '1 hour' THEN p.tries ELSE 0 END,
    next_at = CASE WHEN p.released_at > $2::timestamptz - interval '1 hour'
                   THEN greatest(p.next_at, excluded.next_at) ELSE excluded.next_at END
WHERE p.held_at <> excluded.held_at`;

@Injectable()
export class ProbeRepository {
  constructor(private readonly database: Database) {}

  /** Sees to it that each hold of Herald's own has its row, and that rows of lanes that are open again say since when. */
  async probes(now: Date, firstWaitMs: (code: string) => number): Promise<Probe[]> {
    const { rows: held } = await this.database.query<{ id: number; code: string }>(
      `SELECT DISTINCT ON (kind, key) id, hold->>'code' AS code FROM lanes
       WHERE hold->>'by' = $1 ORDER BY kind, key, id`,
      [HERALD],
    );
    for (const { id, code } of held) await this.database.query(REMEMBER, [id, now, firstWaitMs(code)]);
    await this.database.query(
      `UPDATE lane_probes p SET released_at = $1, batch_id = NULL, sent_at = NULL
       WHERE released_at IS NULL AND NOT EXISTS (
         SELECT FROM lanes l WHERE l.kind = p.kind AND l.key = p.key AND l.hold IS NOT NULL)`,
      [now],
    );
    if (held.length === 0) return [];
    const { rows } = await this.database.query<Probe>(
      `SELECT DISTINCT ON (p.kind, p.key) p.kind, p.key, l.hold->>'code' AS code, p.tries,
              p.next_at <= $1 AS due, p.batch_id AS "batchId", p.sent_at AS "sentAt"
       FROM lane_probes p JOIN lanes l ON l.kind = p.kind AND l.key = p.key AND l.hold->>'by' = $2
       WHERE p.released_at IS NULL ORDER BY p.kind, p.key, l.id`,
      [now, HERALD],
    );
    return rows;
  }

  /** Of several workers one gets the try. */
  async take({ kind, key, tries }: Probe, nextAt: Date): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE lane_probes SET tries = tries + 1, next_at = $4
       WHERE kind = $1 AND key = $2 AND tries = $3 AND batch_id IS NULL AND released_at IS NULL RETURNING 1`,
      [kind, key, tries, nextAt],
    );
    return count === 1;
  }

  /** The ways on which something waits that could be let through. */
  async passages({ kind, key }: WholeLane): Promise<Required<Passage>[]> {
    const { rows } = await this.database.query<Required<Passage>>(
      `SELECT DISTINCT coalesce(c.src, c.powerpack_uuid) AS sender, b.country, coalesce(b.channel, c.type) AS channel
       FROM batches b JOIN campaigns c ON c.id = b.campaign_id AND c.state = 'running'
       WHERE b.state = 'planned' AND ($1 <> 'country' OR b.country = $2)`,
      [kind, key],
    );
    return rows;
  }

  /**
   * Feeds one message, or, where none can be split off, the smallest batch, past the hold on one of these ways. All in one transaction:
   * the claim lets through what the probe's row names, and nothing else.
   */
  async letOneThrough(
    { kind, key }: WholeLane,
    ways: readonly Required<Passage>[],
    now: Date,
    leaseMs: number,
  ): Promise<Ticket | undefined> {
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.query<{ batch: string; campaign: number; size: number }>(
        `SELECT b.id AS batch, c.id AS campaign, cardinality(b.destinations) AS size
         FROM batches b JOIN campaigns c ON c.id = b.campaign_id AND c.state = 'running'
         WHERE b.state = 'planned'
           AND (coalesce(c.src, c.powerpack_uuid), b.country, coalesce(b.channel, c.type)) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
         ORDER BY (b.attempts = 0) DESC, cardinality(b.destinations), b.id LIMIT 1`,
        [ways.map(({ sender }) => sender), ways.map(({ country }) => country), ways.map(({ channel }) => channel)],
      );
      const found = rows[0];
      if (found === undefined) return undefined;
      await tx.query(`SELECT 1 FROM campaigns WHERE id = $1 FOR NO KEY UPDATE`, [found.campaign]);
      const id = (found.size > 1 ? await splitBatch(tx, found.batch, 1) : undefined) ?? found.batch;
      const fed = await tx.query<Ticket>(
        `UPDATE batches SET state = 'fed', fence = fence + 1, fed_at = $2, not_before = NULL,
                lease_until = now() + $3::float8 * interval '1 millisecond'
         WHERE id = $1 AND state = 'planned' RETURNING id AS "batchId", fence`,
        [id, now, leaseMs],
      );
      const ticket = fed.rows[0];
      if (ticket === undefined) return undefined;
      await tx.query(`UPDATE lane_probes SET batch_id = $3, sent_at = $4 WHERE kind = $1 AND key = $2`, [
        kind,
        key,
        id,
        now,
      ]);
      return ticket;
    });
  }

  async probed(batchId: string): Promise<ProbedBatch | undefined> {
    const { rows } = await this.database.query<ProbedBatch>(
      `SELECT b.state,
              count(*) FILTER (WHERE m.error_code = ANY($2::smallint[]))::int AS failed,
              count(*) FILTER (WHERE m.state >= 'sent' AND coalesce(m.error_code, 0) <> ALL($2::smallint[]))::int AS passed
       FROM batches b LEFT JOIN messages m ON m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations)
         AND m.batch_id = b.id
       WHERE b.id = $1 GROUP BY b.id`,
      [batchId, [...ACCOUNT_ERROR_CODES.keys()]],
    );
    return rows[0];
  }

  /** The batch has said what it could; the next one waits its time. */
  async over({ kind, key, batchId }: Probe): Promise<void> {
    await this.database.query(
      `UPDATE lane_probes SET batch_id = NULL, sent_at = NULL WHERE kind = $1 AND key = $2 AND batch_id = $3`,
      [kind, key, batchId],
    );
  }
}
