import { Database, GroupCommitter } from '@herald/database';
import { transitionBatches } from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import { MAY_GO } from '../holding/may-go';
import type { Lane } from '../limiter/send-limiter';
import { groupOf, type Ticket, ticketColumns } from './ticket';

interface LaneRow extends Lane {
  readonly id: string;
  readonly fence: number;
}

/** What a sender may do with a batch it was told to send and has not claimed yet. */
@Injectable()
export class TicketRepository {
  private readonly looks: GroupCommitter<Ticket, Lane | 'none'>;

  constructor(private readonly database: Database) {
    this.looks = groupOf((tickets) => this.lanesOf(tickets));
  }

  /** What the batch counts against, or `none` when the ticket is worth nothing any more or the campaign does not run. */
  async laneOf(ticket: Ticket): Promise<Lane | 'none'> {
    return this.looks.submit(ticket);
  }

  /** Keeps a batch that waits for its turn. @returns whether it is still the ticket holder's */
  async renew({ batchId, fence }: Ticket, leaseMs: number): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE batches b SET lease_until = now() + $3::float8 * interval '1 millisecond' FROM campaigns c
       WHERE b.id = $1 AND b.fence = $2 AND b.state = 'fed' AND c.id = b.campaign_id AND c.state = 'running'
         AND ${MAY_GO}`,
      [batchId, fence, leaseMs],
    );
    return count === 1;
  }

  /** Hands an unclaimed batch back. @returns false when it was not the ticket holder's any more */
  async release({ batchId, fence }: Ticket, notBefore: Date): Promise<boolean> {
    const moved = await transitionBatches(this.database, {
      ids: [batchId],
      from: ['fed'],
      to: 'planned',
      fence,
      set: { fenceBy: 1, notBefore },
    });
    return moved.length === 1;
  }

  private async lanesOf(tickets: readonly Ticket[]): Promise<(Lane | 'none')[]> {
    const { rows } = await this.database.query<LaneRow>(
      `SELECT b.id, b.fence, coalesce(c.src, c.powerpack_uuid) AS sender, b.country,
              coalesce(b.channel, c.type) AS channel,
              (cardinality(b.destinations) - b.settled) * coalesce(b.units_per_message, c.units_per_message) AS units
       FROM unnest($1::bigint[], $2::int[]) AS t (id, fence)
       JOIN batches b ON b.id = t.id AND b.fence = t.fence AND b.state = 'fed'
       JOIN campaigns c ON c.id = b.campaign_id AND c.state = 'running'
       WHERE ${MAY_GO}`,
      ticketColumns(tickets),
    );
    const found = new Map(rows.map(({ id, fence, ...lane }) => [`${id} ${fence}`, lane]));
    return tickets.map(({ batchId, fence }) => found.get(`${batchId} ${fence}`) ?? 'none');
  }
}
