import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

import type { StockLimits } from '../domain/provider-limits';
import type { Ticket } from '../sending/ticket';

interface Feed {
  readonly now: Date;
  readonly leaseMs: number;
  readonly limits: StockLimits;
}

/*
 * One statement, so that a worker that is frozen at the worst moment holds no lock: the server finishes it alone. Feeders at once
 * skip each other's rows; that each counts the stock before the other's feed can make it twice as large for a tick, no more.
 *
 * lane: running campaigns, what they have out, and the units of an average batch (the exact number would unpack each array).
 * due: of each as many as its sender may take; `turn` deals them out, so that a campaign of ten waits for no campaign of a thousand.
 */
const FEED = `
WITH lane AS (
  SELECT c.id, count(b.id) AS held, ceil(c.messages::float8 / greatest(c.batches, 1)) * c.units_per_message AS units
  FROM campaigns c LEFT JOIN batches b ON b.campaign_id = c.id AND b.state = 'fed'
  WHERE c.state = 'running'
  GROUP BY c.id
), due AS (
  SELECT b.id, l.units, l.held + row_number() OVER (PARTITION BY l.id ORDER BY b.id) AS turn
  FROM lane l CROSS JOIN LATERAL (
    SELECT id FROM batches
    WHERE campaign_id = l.id AND state = 'planned' AND (not_before IS NULL OR not_before <= $1)
    ORDER BY id
    LIMIT greatest(0, least($3::float8, greatest(1, floor($5::float8 / greatest(l.units, 1)))) - l.held)::bigint
    FOR NO KEY UPDATE SKIP LOCKED
  ) b
), line AS (
  SELECT id, row_number() OVER turns AS place,
         sum(units) OVER (turns ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS units_before
  FROM due WINDOW turns AS (ORDER BY turn, random())
), stock AS (
  SELECT coalesce(sum(held), 0) AS batches, coalesce(sum(held * units), 0) AS units FROM lane
)
UPDATE batches b
SET state = 'fed', fence = b.fence + 1, fed_at = $1, lease_until = now() + $2::float8 * interval '1 millisecond'
FROM line, stock
WHERE b.id = line.id AND b.state = 'planned'
  AND line.place <= $3::float8 - stock.batches
  AND coalesce(line.units_before, 0) + stock.units < $4::float8
RETURNING b.id AS "batchId", b.fence`;

@Injectable()
export class FeedRepository {
  constructor(private readonly database: Database) {}

  /** Takes as many due batches as the stock has room for. @returns who may send them */
  async feed({ now, leaseMs, limits }: Feed): Promise<Ticket[]> {
    const { rows } = await this.database.query<Ticket>(FEED, [
      now,
      leaseMs,
      limits.batches,
      limits.accountUnits,
      limits.senderUnits,
    ]);
    return rows;
  }
}
