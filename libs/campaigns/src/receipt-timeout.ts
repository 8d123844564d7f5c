import { Database, type Transaction } from '@herald/database';
import { applyRollups, logEvents, type MessageEvent, type MessageFacts, NO_FACTS, RollupDeltas } from '@herald/ledger';
import { Inject, Injectable } from '@nestjs/common';

/** Token of how long a message may stay at `sent` before it is closed, in ms. */
export const RECEIPT_TIMEOUT_MS = Symbol('RECEIPT_TIMEOUT_MS');

const CHUNK = 5_000;

interface Closed {
  readonly phone: string;
  readonly batch_id: string;
  readonly country: string;
  readonly error_code: number | null;
  readonly units: number | null;
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly amount: number | null;
  readonly sent_at: Date;
}

/** Some routes give no delivery receipt: what the provider leaves at `sent` becomes `sent_no_receipt` after a set time. */
@Injectable()
export class ReceiptTimeout {
  constructor(
    private readonly database: Database,
    @Inject(RECEIPT_TIMEOUT_MS) private readonly timeoutMs: number,
  ) {}

  /** @returns how many messages were closed. Looks at messages only where a whole minute of `sent` has run out. */
  async close(now: Date): Promise<number> {
    const cutoff = new Date(now.getTime() - this.timeoutMs);
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT c.id FROM campaigns c WHERE c.state IN ('running', 'paused', 'cancelled') AND EXISTS (
         SELECT 1 FROM message_minutes m WHERE m.campaign_id = c.id AND m.state = 'sent' AND m.messages > 0
           AND m.minute <= $1::timestamptz - interval '1 minute')`,
      [cutoff],
    );
    let closed = 0;
    for (const { id } of rows) closed += await this.closeCampaign(id, cutoff, now);
    return closed;
  }

  private async closeCampaign(campaignId: number, cutoff: Date, now: Date): Promise<number> {
    let closed = 0;
    let after: string | undefined = '0';
    while (after !== undefined) {
      const from: string = after;
      const chunk = await this.database.transaction((tx) => closeChunk(tx, { campaignId, cutoff, now, after: from }));
      closed += chunk.length;
      after = chunk.length < CHUNK ? undefined : chunk.at(-1)?.phone;
    }
    return closed;
  }
}

interface Chunk {
  readonly campaignId: number;
  readonly cutoff: Date;
  readonly now: Date;
  /** The last phone of the chunk before. */
  readonly after: string;
}

// Rows are locked in the order in which callbacks lock them, then the rollups: no deadlock. A receipt that comes first wins.
async function closeChunk(tx: Transaction, { campaignId, cutoff, now, after }: Chunk): Promise<Closed[]> {
  const { rows } = await tx.query<Closed>(
    `WITH target AS MATERIALIZED (
       SELECT phone, state_at FROM messages
       WHERE campaign_id = $1 AND phone > $2 AND state = 'sent' AND state_at <= $3
       ORDER BY phone LIMIT $5 FOR NO KEY UPDATE
     ), closed AS (
       UPDATE messages m SET state = 'sent_no_receipt', state_at = $4
       FROM target t, batches b WHERE m.campaign_id = $1 AND m.phone = t.phone AND b.id = m.batch_id
       RETURNING m.phone, m.batch_id, b.country, m.error_code, m.units, m.mcc, m.mnc, m.total_amount, t.state_at
     )
     SELECT phone::text, batch_id, country, error_code, units, mcc, mnc, (total_amount * 100000)::float8 AS amount, state_at AS sent_at
     FROM closed ORDER BY closed.phone`,
    [campaignId, after, cutoff, now, CHUNK],
  );
  const deltas = new RollupDeltas();
  const events: MessageEvent[] = [];
  for (const row of rows) {
    const { units, mcc, mnc, amount, error_code: errorCode } = row;
    const known: MessageFacts = { ...NO_FACTS, errorCode, units, mcc, mnc, amount, state: 'sent', stateAt: null };
    const sent: MessageFacts = { ...known, stateAt: row.sent_at.getTime() };
    // Merged into the message, these facts give what was written: a price belongs to its state, so it is told again.
    const facts: MessageFacts = { ...known, state: 'sent_no_receipt', stateAt: now.getTime() };
    deltas.replace({ campaignId, country: row.country }, sent, facts);
    events.push({ source: 'timeout', campaignId, batchId: row.batch_id, phone: row.phone, facts });
  }
  await logEvents(tx, now, events);
  await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
  return rows;
}
