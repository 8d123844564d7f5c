import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { ARRIVED_BY, EFFECTIVE_STATE } from '@herald/ledger';
import type { MessageFilter } from './message-page';

export interface MessageRow {
  readonly phone: string;
  readonly state: string;
  readonly error_code: number | null;
  readonly units: number | null;
  readonly total_amount: string | null;
  readonly country: string;
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly message_uuid: string | null;
  readonly batch_id: string;
  readonly attempt: number;
  readonly state_at: Date | null;
}

const COLUMNS = `m.phone, ${EFFECTIVE_STATE} AS state, m.error_code, m.units, m.total_amount, b.country, m.mcc, m.mnc,
  m.message_uuid, m.batch_id, coalesce(${ARRIVED_BY}, b.message_attempt) AS attempt, m.state_at`;

const MATCHES = `($3::text IS NULL OR ${EFFECTIVE_STATE} = $3::message_state)
  AND ($4::int IS NULL OR m.error_code = $4::int)
  AND ($5::text IS NULL OR b.country = $5::text)
  AND ($6::bigint IS NULL OR m.phone = $6::bigint)`;

@Injectable()
export class MessageListRepository {
  constructor(private readonly database: Database) {}

  async campaignExists(campaignId: number): Promise<boolean> {
    const { count } = await this.database.query('SELECT 1 FROM campaigns WHERE id = $1', [campaignId]);
    return count > 0;
  }

  /** Up to `limit` matching messages after a phone, in order of phone. */
  async page(campaignId: number, filter: MessageFilter, after: string, limit: number): Promise<MessageRow[]> {
    const { rows } = await this.database.query<MessageRow>(
      `SELECT ${COLUMNS} FROM messages m JOIN batches b ON b.id = m.batch_id
       WHERE m.campaign_id = $1 AND m.phone > $2 AND ${MATCHES}
       ORDER BY m.phone LIMIT $7`,
      [campaignId, after, ...parametersOf(filter), limit],
    );
    return rows;
  }

  /**
   * The matching ones among the next `size` messages after a phone. The work of one call is bounded whatever the filter lets
   * through, so an export that is broken off leaves no long query behind.
   *
   * @returns the rows, and the last phone looked at; undefined at the end
   */
  async window(
    campaignId: number,
    filter: MessageFilter,
    after: string,
    size: number,
  ): Promise<{ readonly rows: MessageRow[]; readonly last: string | undefined }> {
    const { rows } = await this.database.query<{ last: string | null } & (MessageRow | { phone: null })>(
      `WITH looked_at AS MATERIALIZED (
         SELECT * FROM messages WHERE campaign_id = $1 AND phone > $2 ORDER BY phone LIMIT $7)
       SELECT l.last, hit.* FROM (SELECT max(phone) AS last FROM looked_at) l
       LEFT JOIN (SELECT ${COLUMNS} FROM looked_at m JOIN batches b ON b.id = m.batch_id WHERE ${MATCHES}) hit ON true
       ORDER BY hit.phone`,
      [campaignId, after, ...parametersOf(filter), size],
    );
    return {
      rows: rows.filter((row): row is { last: string } & MessageRow => row.phone !== null),
      last: rows[0]?.last ?? undefined,
    };
  }
}

function parametersOf(filter: MessageFilter): unknown[] {
  return [filter.state ?? null, filter.error_code ?? null, filter.country ?? null, filter.phone ?? null];
}
