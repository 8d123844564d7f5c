import { Database } from '@herald/database';
import type { LaneBook, TouchedLane } from '@herald/lanes';
import { Injectable } from '@nestjs/common';

/** How much of a daily cap is used, from the ledger: Redis counts on from there. */
@Injectable()
export class CapUsage {
  constructor(private readonly database: Database) {}

  /** Units that were sent, or may have been. A brand's are those of its senders to the United States. */
  async since({ key, channel }: TouchedLane, book: LaneBook, since: Date): Promise<number> {
    const branded = book.lanes.filter(({ kind, brand }) => kind === 'sender' && brand === key).map((lane) => lane.key);
    const senders = key === '' ? null : [key, ...branded];
    const { rows } = await this.database.query<{ units: string }>(
      `SELECT coalesce(sum(cardinality(b.destinations) * c.units_per_message), 0) AS units
       FROM batches b JOIN campaigns c ON c.id = b.campaign_id
       WHERE b.sending_at >= $1 AND b.state IN ('sending', 'accepted', 'unknown')
         AND ($2::text[] IS NULL OR ltrim(coalesce(c.src, c.powerpack_uuid), '+') = ANY($2))
         AND ($3::boolean IS NOT TRUE OR b.country = 'US') AND ($4 IN ('any', c.type))`,
      [since, senders, branded.length > 0, channel],
    );
    return Number(rows[0]?.units ?? 0);
  }
}
