import { Database, type Transaction } from '@herald/database';
import { applyRollups, logEvents, type MessageEvent, type MessageFacts, NO_FACTS, RollupDeltas } from '@herald/ledger';
import { Inject, Injectable } from '@nestjs/common';

/** Token of `ReceiptTimeouts`. */
export const RECEIPT_TIMEOUTS = Symbol('RECEIPT_TIMEOUTS');

/** How long a message may stay at `sent` before it is closed. */
interface ReceiptTimeouts {
  readonly ms: number;
  /** By ISO 3166-1 alpha-2 code. */
  readonly byCountryMs: Readonly<Record<string, number>>;
}

const CHUNK = 5_000;
const IN_VAIN_MS = 60_000;

/** In this part of its time-out, the last, a message left at `sent` is looked up; it may stay open as long again where that was not done. */
export const RECEIPT_LOOK = { share: 0.25, mostMs: 12 * 3_600_000 } as const;

interface Closed {
  readonly phone: string;
  readonly batch_id: string;
  readonly country: string;
  readonly error_code: number | null;
  readonly units: number | null;
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly amount: number | null;
  /** null: the provider gave none that could be read */
  readonly sent_at: Date | null;
}

/*
 * $1 = sent before that may be due. What has no time is in no minute, but counted all the same: only where the two differ can there be
 * any, and not before its campaign has run for so long.
 */
const MAY_BE_DUE = `
SELECT c.id FROM campaigns c WHERE c.state IN ('running', 'paused', 'cancelled') AND (
  EXISTS (
    SELECT 1 FROM message_minutes m WHERE m.campaign_id = c.id AND m.state = 'sent' AND m.messages > 0
      AND m.minute <= $1::timestamptz - interval '1 minute')
  OR (c.started_at <= $1
    AND (SELECT sum(messages) FROM message_rollups r WHERE r.campaign_id = c.id AND r.state = 'sent')
      > (SELECT coalesce(sum(messages), 0) FROM message_minutes m WHERE m.campaign_id = c.id AND m.state = 'sent')))`;

/** Some routes give no delivery receipt: what the provider leaves at `sent` becomes `sent_no_receipt` after a set time. */
@Injectable()
export class ReceiptTimeout {
  /** By campaign: when its messages are looked at next. Those of a slow country must not be looked through for ever in vain. */
  private readonly next = new Map<number, number>();

  constructor(
    private readonly database: Database,
    @Inject(RECEIPT_TIMEOUTS) private readonly timeouts: ReceiptTimeouts,
  ) {}

  /** @returns how many messages were closed. Looks at messages only where a whole minute of `sent` has run out, or some may have no time. */
  async close(now: Date): Promise<number> {
    const { ms, byCountryMs } = this.timeouts;
    const cutoff = new Date(now.getTime() - Math.min(ms, ...Object.values(byCountryMs)));
    const { rows } = await this.database.query<{ id: number }>(MAY_BE_DUE, [cutoff]);
    let closed = 0;
    for (const id of this.next.keys()) if (!rows.some((row) => row.id === id)) this.next.delete(id);
    for (const { id } of rows.filter((row) => (this.next.get(row.id) ?? 0) <= now.getTime())) {
      const found = await this.closeCampaign(id, now);
      if (found === 0) this.next.set(id, now.getTime() + IN_VAIN_MS);
      closed += found;
    }
    return closed;
  }

  private async closeCampaign(campaignId: number, now: Date): Promise<number> {
    const { timeouts } = this;
    let closed = 0;
    let after: string | undefined = '0';
    while (after !== undefined) {
      const from: string = after;
      const chunk = await this.database.transaction((tx) => closeChunk(tx, { campaignId, timeouts, now, after: from }));
      closed += chunk.length;
      after = chunk.length < CHUNK ? undefined : chunk.at(-1)?.phone;
    }
    return closed;
  }
}

interface Chunk {
  readonly campaignId: number;
  readonly timeouts: ReceiptTimeouts;
  readonly now: Date;
  /** The last phone of the chunk before. */
  readonly after: string;
}

// Rows are locked in the order in which callbacks lock them, then the rollups: no deadlock. A receipt that comes first wins.
// What was sent without a time is taken to have been sent when its batch was accepted.
// Whose batch can be looked up and was not yet (its worker died, or others came first) is given more time, and not for ever.
async function closeChunk(tx: Transaction, { campaignId, timeouts, now, after }: Chunk): Promise<Closed[]> {
  const { rows } = await tx.query<Closed>(
    `WITH target AS MATERIALIZED (
       SELECT m.phone, m.state_at FROM messages m JOIN batches b ON b.id = m.batch_id JOIN campaigns c ON c.id = m.campaign_id
         CROSS JOIN LATERAL (SELECT coalesce(($6::jsonb ->> b.country)::float8, $3) AS ms) timeout
       WHERE m.campaign_id = $1 AND m.phone > $2 AND m.state = 'sent'
         AND coalesce(m.state_at, b.finished_at) <= $4::timestamptz - interval '1 millisecond' * (timeout.ms + CASE
           WHEN b.receipts_at = 'infinity' OR b.sending_at IS NULL OR c.log NOT IN ('true', 'number_only') THEN 0
           ELSE least(timeout.ms * $7, $8) END)
       ORDER BY m.phone LIMIT $5 FOR NO KEY UPDATE OF m
     ), closed AS (
       UPDATE messages m SET state = 'sent_no_receipt', state_at = $4
       FROM target t, batches b WHERE m.campaign_id = $1 AND m.phone = t.phone AND b.id = m.batch_id
       RETURNING m.phone, m.batch_id, b.country, m.error_code, m.units, m.mcc, m.mnc, m.total_amount, t.state_at
     )
     SELECT phone::text, batch_id, country, error_code, units, mcc, mnc, (total_amount * 100000)::float8 AS amount, state_at AS sent_at
     FROM closed ORDER BY closed.phone`,
    [
      campaignId,
      after,
      timeouts.ms,
      now,
      CHUNK,
      JSON.stringify(timeouts.byCountryMs),
      RECEIPT_LOOK.share,
      RECEIPT_LOOK.mostMs,
    ],
  );
  const deltas = new RollupDeltas();
  const events: MessageEvent[] = [];
  for (const row of rows) {
    const { units, mcc, mnc, amount, error_code: errorCode } = row;
    const known: MessageFacts = { ...NO_FACTS, errorCode, units, mcc, mnc, amount, state: 'sent', stateAt: null };
    const sent: MessageFacts = { ...known, stateAt: row.sent_at?.getTime() ?? null };
    // Merged into the message, these facts give what was written: a price belongs to its state, so it is told again.
    const facts: MessageFacts = { ...known, state: 'sent_no_receipt', stateAt: now.getTime() };
    deltas.replace({ campaignId, country: row.country }, sent, facts);
    events.push({ source: 'timeout', campaignId, batchId: row.batch_id, phone: row.phone, facts });
  }
  await logEvents(tx, now, events);
  await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
  return rows;
}
