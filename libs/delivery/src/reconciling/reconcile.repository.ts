import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

import type { Suspect } from '../domain/evidence';

export interface SilentBatch {
  readonly id: string;
  readonly sender: Suspect['sender'];
  readonly sendingAt: Date;
  /** In ms after its acceptance the provider gives a message up that still waits. */
  readonly expiryMs: number;
  readonly acceptedAt: Date;
  /** As the provider answered them; empty when its answer was lost. */
  readonly uuids: ReadonlySet<string>;
}

interface Row {
  readonly id: string;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly sending_at: Date;
  readonly finished_at: Date;
  readonly expiry_s: number;
  readonly uuids: string[];
}

/** "message_expiry: 10,800 s" where the campaign names none. */
const TAKE = `
WITH taken AS (
  UPDATE batches SET reconcile_at = $3
  WHERE id = (
    SELECT b.id FROM batches b JOIN campaigns c ON c.id = b.campaign_id
    WHERE b.state = 'accepted' AND b.finished_at < $2 AND (b.reconcile_at IS NULL OR b.reconcile_at <= $1)
      AND b.sending_at IS NOT NULL AND c.state IN ('running', 'paused', 'cancelled') AND c.log IN ('true', 'number_only')
    ORDER BY b.reconcile_at NULLS FIRST, date_trunc('hour', b.finished_at), b.drained - cardinality(b.destinations), b.id
    LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED
  ) AND state = 'accepted'
  RETURNING id, campaign_id, sending_at, finished_at, message_uuids
)
SELECT t.id, c.src, c.powerpack_uuid, t.sending_at, t.finished_at, coalesce(c.message_expiry, 10800) AS expiry_s,
       coalesce(t.message_uuids, '{}')::text[] AS uuids
FROM taken t JOIN campaigns c ON c.id = t.campaign_id`;

@Injectable()
export class ReconcileRepository {
  constructor(private readonly database: Database) {}

  /** The oldest accepted batch that may hold silent messages, the one with the most of them first. Until `until` nobody else gets it. */
  async take(now: Date, acceptedBefore: Date, until: Date): Promise<SilentBatch | undefined> {
    const { rows } = await this.database.query<Row>(TAKE, [now, acceptedBefore, until]);
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      id: row.id,
      sender: row.src === null ? { powerpackId: row.powerpack_uuid ?? '' } : { src: row.src },
      sendingAt: row.sending_at,
      acceptedAt: row.finished_at,
      expiryMs: row.expiry_s * 1_000,
      uuids: new Set(row.uuids),
    };
  }

  /** Numbers the provider has told nothing of, or only that they wait; with the UUID where one is known. */
  async silent(id: string): Promise<Map<string, string | null>> {
    const { rows } = await this.database.query<{ phone: string; uuid: string | null }>(
      `SELECT m.phone, m.message_uuid AS uuid
       FROM batches b JOIN messages m ON m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations) AND m.batch_id = b.id
       WHERE b.id = $1 AND m.state IN ('planned', 'accepted', 'queued') ORDER BY m.phone`,
      [id],
    );
    return new Map(rows.map(({ phone, uuid }) => [phone, uuid]));
  }

  /** Whether another batch went to a number in this time: then a record without a UUID we know may be of that one. */
  async isContested(id: string, phone: string, from: Date, until: Date): Promise<boolean> {
    const { count } = await this.database.query(
      `SELECT 1 FROM campaigns c JOIN messages m ON m.campaign_id = c.id AND m.phone = $2
       JOIN batches o ON o.id = m.batch_id WHERE o.id <> $1 AND o.sending_at BETWEEN $3 AND $4 LIMIT 1`,
      [id, phone, from, until],
    );
    return count > 0;
  }

  /** When it is to be looked through next; undefined = never again. */
  async again(id: string, at: Date | undefined): Promise<void> {
    await this.database.query(`UPDATE batches SET reconcile_at = coalesce($2::timestamptz, 'infinity') WHERE id = $1`, [
      id,
      at ?? null,
    ]);
  }
}
