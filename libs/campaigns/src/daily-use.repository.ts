import { Database, type Sql } from '@herald/database';
import type { MessageChannel } from '@herald/lanes';
import { Injectable } from '@nestjs/common';

export interface DailyUse {
  readonly sender: string;
  readonly country: string;
  readonly channel: MessageChannel;
  readonly units: number;
}

/*
 * Of batches rather than of the rollups: a cap may be for one country of a sender only. What may have been sent counts as sent. What
 * was accepted today and begun yesterday counts for yesterday, as it does for who let it pass.
 */
const USED = `
SELECT coalesce(c.src, c.powerpack_uuid) AS sender, b.country, coalesce(b.channel, c.type) AS channel,
       sum(b.size * coalesce(b.units_per_message, c.units_per_message))::float8 AS units
FROM (
  SELECT campaign_id, country, size, channel, units_per_message FROM batches WHERE state = 'accepted' AND finished_at >= $1 AND sending_at >= $1
  UNION ALL SELECT campaign_id, country, size, channel, units_per_message FROM batches WHERE state = 'sending' AND state IN ('fed', 'sending') AND sending_at >= $1
  UNION ALL SELECT campaign_id, country, size, channel, units_per_message FROM batches WHERE state = 'unknown' AND sending_at >= $1
) b JOIN campaigns c ON c.id = b.campaign_id
GROUP BY 1, 2, 3`;

/** What counts against daily caps. The one count of it: the feeder plans by it, the limiter starts from it, forecasts take it off. */
@Injectable()
export class DailyUseRepository {
  constructor(private readonly database: Database) {}

  /** Units that were sent, or may have been, since midnight (see `pacificDay`). */
  async since(midnight: Date, sql: Sql = this.database): Promise<DailyUse[]> {
    const { rows } = await sql.query<DailyUse>(USED, [midnight.toISOString()]);
    return rows;
  }
}
