import { DEFAULT_EXPIRY_S } from '@herald/campaigns';
import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

import type { OutRow } from './out';

// More were never under way at once: a window of backlog at the provider's request limit has a third of it.
const MOST_ROWS = 20_000;

const COLUMNS = `id, campaign_id, country, state, size, drained, settled, channel, units_per_message, sending_at, finished_at, seen_sent_at`;
const EPOCH = (column: string): string => `(extract(epoch FROM b.${column}) * 1000)::float8`;

const OUT = `
SELECT b.id, b.campaign_id AS "campaignId", coalesce(c.src, c.powerpack_uuid) AS sender, c.src IS NULL AS pooled, b.country,
       coalesce(b.channel, c.type) AS channel, b.state, c.state = 'running' AS running,
       (b.size - CASE b.state WHEN 'fed' THEN b.settled ELSE b.drained END) * coalesce(b.units_per_message, c.units_per_message) AS units,
       coalesce(b.units_per_message, c.units_per_message) AS "unitsPerMessage", ${EPOCH('sending_at')} AS "sendingAt", ${EPOCH('finished_at')} AS "finishedAt",
       ${EPOCH('seen_sent_at')} AS "seenAt", coalesce(c.message_expiry, ${DEFAULT_EXPIRY_S}) AS "expiryS"
FROM (
  (SELECT ${COLUMNS} FROM batches WHERE state = 'accepted' AND finished_at > $1 ORDER BY finished_at DESC LIMIT ${MOST_ROWS})
  UNION ALL SELECT ${COLUMNS} FROM batches WHERE state IN ('fed', 'sending')
  UNION ALL SELECT ${COLUMNS} FROM batches WHERE state = 'unknown' AND sending_at > $2
) b JOIN campaigns c ON c.id = b.campaign_id`;

@Injectable()
export class BacklogRepository {
  constructor(private readonly database: Database) {}

  /** One snapshot of all that is fed, being sent, unknown, or was accepted after `since`. Both in epoch ms. */
  async out(since: number, now: number): Promise<OutRow[]> {
    // Nothing may wait longer.
    const oldest = now - DEFAULT_EXPIRY_S * 1_000;
    const { rows } = await this.database.query<OutRow>(OUT, [
      new Date(Math.max(since, oldest)).toISOString(),
      new Date(oldest).toISOString(),
    ]);
    return rows;
  }
}
