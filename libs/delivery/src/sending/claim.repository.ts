import { suppressionApplies } from '@herald/consent';
import { Database, GroupCommitter, type Transaction } from '@herald/database';
import { applyRollups, type MessageFacts, RollupDeltas, transitionBatches } from '@herald/ledger';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { sendTiming } from '../domain/send-timing';
import { arrivedEarlier } from './arrived-earlier';
import { CLAIM, type ClaimRow, contentOf } from './claim-row';
import type { ClaimedBatch } from './send-batch';
import { settleMessages, settleWithFacts } from './settle-messages';
import { groupOf, type Ticket, ticketColumns } from './ticket';

export type Claim =
  | { readonly kind: 'claimed'; readonly batch: ClaimedBatch }
  /** Every destination has a state of its own; the batch is done without a request. */
  | { readonly kind: 'nobody_left' }
  /** Another fence, another state, or a campaign that does not run. */
  | { readonly kind: 'lost' };

@Injectable()
export class ClaimRepository {
  private readonly claims: GroupCommitter<Ticket, Claim>;

  constructor(
    private readonly database: Database,
    @Inject(DELIVERY_OPTIONS) options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const { leaseMs } = sendTiming(options);
    this.claims = groupOf((tickets) => this.claimAll(tickets, leaseMs));
  }

  /**
   * The fence: of all who hold a ticket, in this process or another, one gets the batch. An opt-out committed before is honoured, and
   * so is a receipt of an earlier attempt. The lease begins no earlier than the call.
   */
  async claim(ticket: Ticket): Promise<Claim> {
    return this.claims.submit(ticket);
  }

  private async claimAll(tickets: readonly Ticket[], leaseMs: number): Promise<Claim[]> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.query<ClaimRow>(CLAIM, [...ticketColumns(tickets), leaseMs, now]);
      const optedOut = await suppressedIn(
        tx,
        rows.map(({ id }) => id),
      );
      const again = rows.filter((row) => row.message_attempt > 1);
      const arrived = await arrivedEarlier(
        tx,
        again.map(({ id }) => id),
      );
      const claimed = new Map<string, { row: ClaimRow; claim: Claim }>();
      const deltas = new RollupDeltas();
      for (const row of rows) {
        const aside = { optedOut: optedOut.get(row.id) ?? NOBODY, arrived: arrived.get(row.id) ?? NOTHING };
        const claim = await complete(tx, { row, ...aside, now, deltas });
        claimed.set(row.id, { row, claim });
      }
      // Once for all: two groups that went over their rollups batch by batch could wait for each other.
      await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
      return tickets.map(({ batchId, fence }) => {
        const found = claimed.get(batchId);
        if (found?.row.fence !== fence + 1) return { kind: 'lost' };
        // The same ticket twice in one group: the batch is the first one's.
        claimed.delete(batchId);
        return found.claim;
      });
    });
  }
}

/** Who must not be sent to any more: since before their batch was fed, or since after. */
interface OptedOut {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const NOBODY: OptedOut = { before: [], after: [] };
const NOTHING: ReadonlyMap<string, MessageFacts> = new Map();

interface Claimed {
  readonly row: ClaimRow;
  readonly optedOut: OptedOut;
  /** What is known of those who have the message by an earlier attempt. */
  readonly arrived: ReadonlyMap<string, MessageFacts>;
  readonly now: Date;
  /** Where the rollups' changes go. */
  readonly deltas: RollupDeltas;
}

/** Leaves out who must not be sent to; those are settled in the transaction of the claim. */
async function complete(tx: Transaction, { row, optedOut, arrived, now, deltas }: Claimed): Promise<Claim> {
  const batch = { id: row.id, campaignId: row.campaign_id, country: row.country };
  const all = row.destinations.split('<');
  // The provider turns a whole request down when one destination is its own sender.
  const self = all.filter((phone) => phone === row.src);
  const aside = { batch, before: 'planned', source: 'claim', at: now } as const;
  // First: somebody who has the message and opted out has the message.
  const received = await settleWithFacts(tx, { ...aside, facts: arrived }, deltas);
  const early = await settleMessages(tx, { ...aside, phones: optedOut.before, state: 'suppressed' }, deltas);
  const late = await settleMessages(tx, { ...aside, phones: optedOut.after, state: 'suppressed' }, deltas);
  if (late > 0) await tx.query('UPDATE batches SET saved_late = saved_late + $2 WHERE id = $1', [row.id, late]);
  const suppressed = early + late;
  const refused = await settleMessages(tx, { ...aside, phones: self, state: 'refused' }, deltas);
  const untouched = row.settled + received + suppressed + refused === 0;
  const destinations = untouched ? all : await withoutOwnState(tx, batch.campaignId, all);
  if (destinations.length === 0) {
    const set = { attemptsBy: -1, error: 'nobody was left to send to', finishedAt: now };
    await transitionBatches(tx, { ids: [row.id], from: ['sending'], to: 'cancelled', set, into: deltas });
    return { kind: 'nobody_left' };
  }
  const { fence, attempts: attempt, setbacks } = row;
  const claimed = { ...batch, fence, attempt, setbacks, destinations, suppressed, content: contentOf(row) };
  return { kind: 'claimed', batch: claimed };
}

/** A statement of its own, after the rows are ours: it sees every opt-out committed up to this moment. */
async function suppressedIn(tx: Transaction, ids: readonly string[]): Promise<Map<string, OptedOut>> {
  const byBatch = new Map<string, OptedOut>();
  if (ids.length === 0) return byBatch;
  const { rows } = await tx.query<{ id: string; phone: string; late: boolean }>(
    `SELECT b.id, s.phone, s.since > b.fed_at AS late FROM batches b JOIN campaigns c ON c.id = b.campaign_id
     CROSS JOIN LATERAL (
       SELECT s.phone, min(s.created_at) AS since FROM suppressions s
       WHERE s.phone = ANY(b.destinations) AND ${suppressionApplies('coalesce(c.src, c.powerpack_uuid)')}
       GROUP BY s.phone
     ) s
     WHERE b.id = ANY($1::bigint[])`,
    [ids],
  );
  for (const { id, phone, late } of rows) {
    const { before, after } = byBatch.get(id) ?? NOBODY;
    byBatch.set(id, late ? { before, after: [...after, phone] } : { before: [...before, phone], after });
  }
  return byBatch;
}

async function withoutOwnState(tx: Transaction, campaignId: number, phones: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ phone: string }>(
    `SELECT phone FROM messages WHERE campaign_id = $1 AND phone = ANY($2::bigint[]) AND state = 'planned' ORDER BY phone`,
    [campaignId, phones],
  );
  return rows.map(({ phone }) => phone);
}
