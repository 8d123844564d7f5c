import { Database } from '@herald/database';
import type { BatchState } from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import type { Round } from '../domain/verdict';

export interface BatchFilter {
  readonly state?: BatchState;
  readonly campaignId?: number;
  /** Only batches with a larger id. */
  readonly after?: string;
  readonly limit: number;
}

export interface BatchSummary {
  readonly id: string;
  readonly campaign_id: number;
  readonly number: number;
  readonly state: BatchState;
  readonly country: string;
  readonly messages: number;
  /** Messages that have a state of their own, mostly by a callback. */
  readonly settled: number;
  readonly attempts: number;
  readonly error: string | null;
  readonly sending_at: Date | null;
  readonly finished_at: Date | null;
  /** Rounds of look-ups about the newest doubt. */
  readonly rounds: number;
}

export interface Doubt {
  readonly fence: number;
  readonly messages: number;
  readonly unknown_at: Date;
  readonly rounds: readonly Round[];
  readonly settled_at: Date | null;
  readonly settled_by: string | null;
  readonly settled_as: string | null;
  readonly decided_by: string | null;
  readonly note: string | null;
}

export interface BatchDetail extends BatchSummary {
  readonly http_status: number | null;
  readonly not_before: Date | null;
  /** The newest time the provider told of one of its messages. */
  readonly last_news_at: Date | null;
  /** Every time nobody knew what became of a request of it, newest first. */
  readonly doubts: readonly Doubt[];
}

const SUMMARY = `b.id, b.campaign_id, b.number, b.state, b.country, cardinality(b.destinations) AS messages, b.settled, b.attempts,
  b.error, b.sending_at, b.finished_at,
  coalesce((SELECT jsonb_array_length(u.rounds) FROM unknown_outcomes u WHERE u.batch_id = b.id ORDER BY u.fence DESC LIMIT 1), 0) AS rounds`;

@Injectable()
export class BatchDeskRepository {
  constructor(private readonly database: Database) {}

  async list({ state, campaignId, after, limit }: BatchFilter): Promise<BatchSummary[]> {
    const { rows } = await this.database.query<BatchSummary>(
      `SELECT ${SUMMARY} FROM batches b
       WHERE ($1::text IS NULL OR b.state = $1) AND ($2::int IS NULL OR b.campaign_id = $2) AND b.id > $3
       ORDER BY b.id LIMIT $4`,
      [state ?? null, campaignId ?? null, after ?? '0', limit],
    );
    return rows;
  }

  async find(id: string): Promise<BatchDetail | undefined> {
    const { rows } = await this.database.query<Omit<BatchDetail, 'doubts'>>(
      `SELECT ${SUMMARY}, b.http_status, b.not_before,
              (SELECT max(m.state_at) FROM messages m
               WHERE m.campaign_id = b.campaign_id AND m.phone = ANY(b.destinations) AND m.batch_id = b.id) AS last_news_at
       FROM batches b WHERE b.id = $1`,
      [id],
    );
    const [batch] = rows;
    if (batch === undefined) return undefined;
    const doubts = await this.database.query<Doubt>(
      `SELECT fence, messages, unknown_at, rounds, settled_at, settled_by, settled_as, decided_by, note
       FROM unknown_outcomes WHERE batch_id = $1 ORDER BY fence DESC`,
      [id],
    );
    return { ...batch, doubts: doubts.rows };
  }

  async campaignExists(id: number): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM campaigns WHERE id = $1', [id])).count > 0;
  }

  async unknownOf(campaignId: number, limit: number): Promise<string[]> {
    const { rows } = await this.database.query<{ id: string }>(
      `SELECT id FROM batches WHERE campaign_id = $1 AND state = 'unknown' ORDER BY id LIMIT $2`,
      [campaignId, limit],
    );
    return rows.map(({ id }) => id);
  }
}
