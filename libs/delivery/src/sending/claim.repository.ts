import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@herald/database';
import { applyRollups, RollupDeltas, transitionBatches } from '@herald/ledger';

import type { Lane } from '../limiter/send-limiter';
import type { BatchContent, ClaimedBatch } from './send-batch';
import { settleMessages } from './settle-messages';

interface ClaimRow {
  readonly fence: number;
  readonly campaign_id: number;
  readonly country: string;
  readonly attempts: number;
  readonly setbacks: number;
  readonly settled: number;
  readonly destinations: string;
  readonly text: string;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly type: BatchContent['type'];
  readonly log: BatchContent['log'];
  readonly trackable: boolean;
  readonly message_expiry: number | null;
}

/** A batch somebody was told to send: its id, and the fence it was fed with. */
export interface Ticket {
  readonly batchId: string;
  readonly fence: number;
}

export type Claim =
  | { readonly kind: 'claimed'; readonly batch: ClaimedBatch }
  /** Every destination has a state of its own; the batch is done without a request. */
  | { readonly kind: 'nobody_left'; readonly campaignId: number }
  /** Another fence, another state, or a campaign that does not run. */
  | { readonly kind: 'lost' };

// A batch is somebody's to send while it is fed, carries the ticket's fence, and its campaign runs.
const MINE = `b.id = $1 AND b.fence = $2 AND b.state = 'fed' AND c.id = b.campaign_id AND c.state = 'running'`;

@Injectable()
export class ClaimRepository {
  constructor(private readonly database: Database) {}

  /** What the batch counts against, or undefined when the ticket is worth nothing any more. */
  async laneOf({ batchId, fence }: Ticket): Promise<Lane | undefined> {
    const { rows } = await this.database.query<Lane>(
      `SELECT coalesce(c.src, c.powerpack_uuid) AS sender,
              (cardinality(b.destinations) - b.settled) * c.units_per_message AS units
       FROM batches b, campaigns c WHERE ${MINE}`,
      [batchId, fence],
    );
    return rows[0];
  }

  /** Keeps a batch that waits for its turn. @returns whether it is still the ticket holder's */
  async renew({ batchId, fence }: Ticket, leaseMs: number): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE batches b SET lease_until = now() + $3::float8 * interval '1 millisecond' FROM campaigns c WHERE ${MINE}`,
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

  /** The fence: of all who hold this ticket one gets the batch. An opt-out committed before is honoured. */
  async claim({ batchId, fence }: Ticket, leaseMs: number, now: Date): Promise<Claim> {
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.query<ClaimRow>(
        `UPDATE batches b
         SET state = 'sending', fence = b.fence + 1, attempts = b.attempts + 1, sending_at = $4,
             lease_until = now() + $3::float8 * interval '1 millisecond'
         FROM campaigns c WHERE ${MINE}
         RETURNING b.fence, b.campaign_id, b.country, b.attempts, b.setbacks, b.settled,
                   array_to_string(b.destinations, '<') AS destinations, b.text,
                   c.src, c.powerpack_uuid, c.type, c.log, c.trackable, c.message_expiry`,
        [batchId, fence, leaseMs, now],
      );
      const row = rows[0];
      if (row === undefined) return { kind: 'lost' };
      const batch = { id: batchId, campaignId: row.campaign_id, country: row.country };
      const all = row.destinations.split('<');
      // A statement of its own, after the row is ours: it sees every opt-out committed up to this moment.
      const optedOut = await suppressedIn(tx, batchId);
      // The provider turns a whole request down when one destination is its own sender.
      const self = all.filter((phone) => phone === row.src);
      const deltas = new RollupDeltas();
      const aside = { batch, before: 'planned', at: now } as const;
      const suppressed = await settleMessages(tx, { ...aside, phones: optedOut, state: 'suppressed' }, deltas);
      const refused = await settleMessages(tx, { ...aside, phones: self, state: 'refused' }, deltas);
      await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
      const destinations =
        row.settled + suppressed + refused === 0 ? all : await withoutOwnState(tx, batch.campaignId, all);
      if (destinations.length === 0) {
        await transitionBatches(tx, {
          ids: [batchId],
          from: ['sending'],
          to: 'cancelled',
          set: { attemptsBy: -1, error: 'nobody was left to send to', finishedAt: now },
        });
        return { kind: 'nobody_left', campaignId: batch.campaignId };
      }
      const claimed = {
        ...batch,
        fence: row.fence,
        attempt: row.attempts,
        setbacks: row.setbacks,
        destinations,
        suppressed,
      };
      return { kind: 'claimed', batch: { ...claimed, content: contentOf(row) } };
    });
  }
}

async function suppressedIn(tx: Transaction, batchId: string): Promise<string[]> {
  const { rows } = await tx.query<{ phone: string }>(
    `SELECT phone FROM suppressions WHERE phone = ANY((SELECT destinations FROM batches WHERE id = $1)::bigint[])`,
    [batchId],
  );
  return rows.map(({ phone }) => phone);
}

async function withoutOwnState(tx: Transaction, campaignId: number, phones: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ phone: string }>(
    `SELECT phone FROM messages WHERE campaign_id = $1 AND phone = ANY($2::bigint[]) AND state = 'planned' ORDER BY phone`,
    [campaignId, phones],
  );
  return rows.map(({ phone }) => phone);
}

function contentOf(row: ClaimRow): BatchContent {
  return {
    from: row.src === null ? { powerpackUuid: row.powerpack_uuid ?? '' } : { src: row.src },
    text: row.text,
    type: row.type,
    log: row.log,
    trackable: row.trackable,
    messageExpiry: row.message_expiry,
  };
}
