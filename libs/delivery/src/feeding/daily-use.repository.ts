import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

export interface DailyUse {
  readonly sender: string;
  readonly country: string;
  readonly units: number;
}

/** Daily caps are counted from midnight to midnight there. */
const ZONE = 'America/Los_Angeles';

// Of batches rather than of the rollups: a cap may be for one country of a sender only. What may have been sent counts as sent.
const USED = `
SELECT coalesce(c.src, c.powerpack_uuid) AS sender, b.country, sum(b.size * c.units_per_message)::float8 AS units
FROM (
  SELECT campaign_id, country, size FROM batches
  WHERE state = 'accepted' AND finished_at >= date_trunc('day', $1::timestamptz AT TIME ZONE '${ZONE}') AT TIME ZONE '${ZONE}'
  UNION ALL SELECT campaign_id, country, size FROM batches WHERE state IN ('fed', 'sending')
  UNION ALL SELECT campaign_id, country, size FROM batches WHERE state = 'unknown'
) b JOIN campaigns c ON c.id = b.campaign_id
GROUP BY 1, 2`;

@Injectable()
export class DailyUseRepository {
  constructor(private readonly database: Database) {}

  /** Units since midnight, by sender and country. */
  async since(now: Date): Promise<DailyUse[]> {
    const { rows } = await this.database.query<DailyUse>(USED, [now]);
    return rows;
  }
}
