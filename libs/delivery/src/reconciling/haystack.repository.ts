import { Database } from '@herald/database';
import type { MessageRecord } from '@herald/provider';
import { Injectable } from '@nestjs/common';

import type { Haystack } from '../domain/lookup-way';
import type { QuietBatch } from './reconcile.repository';

export interface Stretch extends Haystack {
  /** That sent anything in it. */
  readonly campaignIds: readonly number[];
}

/** A record, and whose it certainly is. */
export interface Bound {
  readonly record: MessageRecord;
  readonly batchId: string;
  /** E.164 digits. */
  readonly to: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NUMBER = /^\d{5,15}$/;

/** What was sent around a batch by the same sender: records that are read page by page hold all of it. */
@Injectable()
export class HaystackRepository {
  constructor(private readonly database: Database) {}

  /**
   * @param quiet of the batch's messages; of those of the others it is known how many wait, and taken to be the same share of how many
   * were left at `sent`, but no more than there are of their campaigns
   */
  async around(batch: QuietBatch, quiet: number, from: Date, until: Date): Promise<Stretch> {
    const { rows } = await this.database.query<{ records: number; waiting: number; sent: number; ids: number[] }>(
      `WITH beside AS MATERIALIZED (
       SELECT coalesce(sum(cardinality(b.destinations)), 0)::int AS records,
              coalesce(sum(cardinality(b.destinations) - b.drained) FILTER (WHERE b.state = 'accepted'), 0)::int AS waiting,
              coalesce(array_agg(DISTINCT c.id), '{}') AS ids
       FROM campaigns c JOIN batches b ON b.campaign_id = c.id
       WHERE (c.src = $1 OR c.powerpack_uuid::text = $2) AND b.sending_at BETWEEN $3 AND $4
         AND b.state IN ('accepted', 'unknown', 'sending'))
       SELECT beside.*, (SELECT coalesce(sum(messages), 0)::int FROM message_rollups WHERE campaign_id = ANY(ids) AND state = 'sent') AS sent
       FROM beside`,
      [
        'src' in batch.sender ? batch.sender.src : null,
        'powerpackId' in batch.sender ? batch.sender.powerpackId : null,
        from,
        until,
      ],
    );
    const { records, waiting, sent, ids } = rows[0] ?? { records: 0, waiting: 0, sent: 0, ids: [] };
    const alike = Math.min(sent, Math.floor((quiet * records) / Math.max(1, batch.destinations)));
    return { records, wanted: Math.max(quiet, batch.purpose === 'silent' ? waiting : alike), campaignIds: ids };
  }

  /** Records of messages that are still open, by the UUID they are known under or their batch was answered with. */
  async bind(records: readonly MessageRecord[], campaignIds: readonly number[]): Promise<Bound[]> {
    const readable = records.filter(({ to, messageUuid }) => NUMBER.test(to) && UUID.test(messageUuid));
    const { rows } = await this.database.query<{ place: number; batch_id: string }>(
      `SELECT (r.place - 1)::int AS place, b.id AS batch_id
       FROM unnest($1::bigint[], $2::uuid[]) WITH ORDINALITY r (phone, uuid, place)
       JOIN messages m ON m.campaign_id = ANY($3::int[]) AND m.phone = r.phone
       JOIN batches b ON b.id = m.batch_id AND b.state = 'accepted'
       WHERE m.state IN ('planned', 'accepted', 'queued', 'sent')
         AND CASE WHEN m.message_uuid IS NULL THEN r.uuid = ANY(b.message_uuids) ELSE r.uuid = m.message_uuid END`,
      [readable.map(({ to }) => to), readable.map(({ messageUuid }) => messageUuid), campaignIds],
    );
    return rows.flatMap(({ place, batch_id: batchId }) => {
      const record = readable[place];
      return record === undefined ? [] : [{ record, batchId, to: record.to }];
    });
  }
}
