import { DEFAULT_EXPIRY_S } from '@herald/campaigns';
import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

import type { Suspect } from '../domain/evidence';

/** `silent`: nothing was heard of a message, or only that it waits. `sent`: that it was sent, and no receipt came. */
export type Purpose = 'silent' | 'sent';

export interface QuietBatch {
  readonly id: string;
  readonly purpose: Purpose;
  readonly sender: Suspect['sender'];
  readonly sendingAt: Date;
  /** In ms after its acceptance the provider gives a message up that still waits. */
  readonly expiryMs: number;
  readonly acceptedAt: Date;
  /** In the request. */
  readonly destinations: number;
  /** As the provider answered them; empty when its answer was lost. */
  readonly uuids: ReadonlySet<string>;
  /** Whether the provider's records of it name numbers. */
  readonly hasNumbers: boolean;
}

interface Row {
  readonly id: string;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly sending_at: Date;
  readonly finished_at: Date;
  readonly destinations: number;
  readonly expiry_s: number;
  readonly uuids: string[];
  readonly has_numbers: boolean;
}

export interface Search {
  readonly now: Date;
  /** Accepted before. */
  readonly before: Date;
  /** The same of countries that have a time of their own. */
  readonly beforeByCountry: Readonly<Record<string, Date>>;
  /** Accepted before, and never to be looked up: their numbers are not in the records. */
  readonly endedBefore: Date;
  /** Until then nobody else gets it. */
  readonly until: Date;
}

const COLUMN = { silent: 'reconcile_at', sent: 'receipts_at' } as const;
const STATES = { silent: ['planned', 'accepted', 'queued'], sent: ['sent'] } as const;
/** SQL, of batches `b`: what can hold no such message is not even taken. */
const MAY_HOLD = { silent: 'b.drained < cardinality(b.destinations)', sent: 'TRUE' } as const;

/** What is due is ordered by its hour, then by how much of it is missing. */
const take = (purpose: Purpose): string => `
WITH taken AS (
  UPDATE batches SET ${COLUMN[purpose]} = $3
  WHERE id = (
    SELECT b.id FROM batches b JOIN campaigns c ON c.id = b.campaign_id
    WHERE b.state = 'accepted' AND b.finished_at < coalesce(($4::jsonb ->> b.country)::timestamptz, $2)
      AND (b.${COLUMN[purpose]} IS NULL OR b.${COLUMN[purpose]} <= $1)
      AND b.sending_at IS NOT NULL AND c.state IN ('running', 'paused', 'cancelled') AND ${MAY_HOLD[purpose]}
      AND (c.log IN ('true', 'number_only') OR b.finished_at + coalesce(c.message_expiry, ${DEFAULT_EXPIRY_S}) * interval '1 second' < $5)
    ORDER BY b.${COLUMN[purpose]} NULLS FIRST, date_trunc('hour', b.finished_at), b.drained - cardinality(b.destinations), b.id
    LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED
  ) AND state = 'accepted'
  RETURNING id, campaign_id, sending_at, finished_at, message_uuids, cardinality(destinations) AS destinations
)
SELECT t.id, c.src, c.powerpack_uuid, t.sending_at, t.finished_at, t.destinations, coalesce(c.message_expiry, ${DEFAULT_EXPIRY_S}) AS expiry_s,
       coalesce(t.message_uuids, '{}')::text[] AS uuids, c.log IN ('true', 'number_only') AS has_numbers
FROM taken t JOIN campaigns c ON c.id = t.campaign_id`;

/** Which batches are to be looked through for quiet messages, and who does it. */
@Injectable()
export class ReconcileRepository {
  constructor(private readonly database: Database) {}

  /** The oldest accepted batch that may hold quiet messages, the one with the most of them first. */
  async take(purpose: Purpose, search: Search): Promise<QuietBatch | undefined> {
    const { now, before, beforeByCountry, endedBefore, until } = search;
    const { rows } = await this.database.query<Row>(take(purpose), [
      now,
      before,
      until,
      JSON.stringify(beforeByCountry),
      endedBefore,
    ]);
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      id: row.id,
      purpose,
      sender: row.src === null ? { powerpackId: row.powerpack_uuid ?? '' } : { src: row.src },
      sendingAt: row.sending_at,
      acceptedAt: row.finished_at,
      destinations: row.destinations,
      expiryMs: row.expiry_s * 1_000,
      uuids: new Set(row.uuids),
      hasNumbers: row.has_numbers,
    };
  }

  /** Its numbers that are quiet in this way; with the UUID where one is known. */
  async quiet({ id, purpose }: QuietBatch): Promise<Map<string, string | null>> {
    const { rows } = await this.database.query<{ phone: string; uuid: string | null }>(
      `SELECT m.phone, m.message_uuid AS uuid
       FROM batches b JOIN messages m ON m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations) AND m.batch_id = b.id
       WHERE b.id = $1 AND m.state = ANY($2::message_state[]) ORDER BY m.phone`,
      [id, STATES[purpose]],
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

  /** Keeps it for longer, or says when it is to be looked through next. @returns false when its time ran out and another has it */
  async hold({ id, purpose }: QuietBatch, until: Date, next: Date | 'infinity'): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE batches SET ${COLUMN[purpose]} = $3 WHERE id = $1 AND ${COLUMN[purpose]} = $2`,
      [id, until, next],
    );
    return count === 1;
  }
}
