import { MAY_RESEND, RESENDABLE, resendParameters } from '@herald/campaigns';
import { Database, type Transaction } from '@herald/database';
import { applyRollups, FACTS_OF_M, type FactsRow, factsOf, RollupDeltas } from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import { type EndedBatch, type EndedMessage, type Group, groupForResend } from './group-for-resend';

export const CHUNK = 5_000;

const DUE = `
SELECT m.phone, m.batch_id, ${FACTS_OF_M}
FROM campaigns c CROSS JOIN LATERAL (SELECT m.* ${RESENDABLE} AND due.at <= $4::timestamptz) due
JOIN messages m ON m.campaign_id = c.id AND m.phone = due.phone AND m.batch_id = due.batch_id AND m.state = due.state
WHERE c.id = $5
ORDER BY m.phone LIMIT ${CHUNK} FOR NO KEY UPDATE OF m`;

@Injectable()
export class ResendRepository {
  constructor(private readonly database: Database) {}

  /** Running campaigns with failures their policy may be about. A canary is judged by its first attempts. */
  async campaigns(now: Date): Promise<number[]> {
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT c.id FROM campaigns c
       WHERE c.state = 'running' AND c.feed_limit IS NULL AND ${MAY_RESEND} AND $2::int[] IS NOT NULL
         AND $3::boolean[] IS NOT NULL AND $4::timestamptz IS NOT NULL ORDER BY c.id`,
      resendParameters(now),
    );
    return rows.map(({ id }) => id);
  }

  /** Plans the next attempt of messages that are due, all or nothing. @returns how many */
  async resend(campaignId: number, now: Date): Promise<number> {
    return this.database.transaction(async (tx) => {
      // First in the lock order; it also keeps the numbers of the batches apart.
      const { count: running } = await tx.query(
        `SELECT 1 FROM campaigns WHERE id = $1 AND state = 'running' AND feed_limit IS NULL FOR NO KEY UPDATE`,
        [campaignId],
      );
      if (running === 0) return 0;
      const { rows } = await tx.query<FactsRow & { phone: string; batch_id: string }>(DUE, [
        ...resendParameters(now),
        campaignId,
      ]);
      if (rows.length === 0) return 0;
      const ended = rows.map((row): EndedMessage => ({
        phone: row.phone,
        batch_id: row.batch_id,
        facts: factsOf(row),
      }));
      await archive(tx, campaignId, ended, now);
      const groups = await groupsOf(tx, ended);
      const deltas = new RollupDeltas();
      for (const group of groups) {
        await plan(tx, campaignId, group);
        for (const { facts } of group.messages) deltas.restart({ campaignId, country: group.country }, facts);
      }
      await tx.query(`UPDATE campaigns SET batches = batches + $2 WHERE id = $1`, [campaignId, groups.length]);
      await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
      return ended.length;
    });
  }
}

async function archive(tx: Transaction, campaignId: number, ended: readonly EndedMessage[], now: Date): Promise<void> {
  const { count } = await tx.query(
    `INSERT INTO message_attempts (campaign_id, phone, attempt, batch_id, state, error_code, units, mcc, mnc, state_at, message_uuid,
                                   total_amount, replaced_at)
     SELECT m.campaign_id, m.phone, b.message_attempt, m.batch_id, m.state, m.error_code, m.units, m.mcc, m.mnc, m.state_at,
            m.message_uuid, m.total_amount, $3
     FROM messages m JOIN batches b ON b.id = m.batch_id
     WHERE m.campaign_id = $1 AND m.phone = ANY($2::bigint[]) RETURNING 1`,
    [campaignId, ended.map(({ phone }) => phone), now],
  );
  if (count !== ended.length) throw new Error(`${count} of ${ended.length} attempts were archived`);
}

async function groupsOf(tx: Transaction, ended: readonly EndedMessage[]): Promise<Group[]> {
  const { rows } = await tx.query<EndedBatch & { id: string }>(
    `SELECT id, country, text, channel, units_per_message, content, message_attempt AS attempt FROM batches
     WHERE id = ANY($1::bigint[])`,
    [[...new Set(ended.map((message) => message.batch_id))]],
  );
  return groupForResend(ended, new Map(rows.map(({ id, ...batch }) => [id, batch])));
}

/** A new batch takes the messages over; callbacks of the old one find them no more. */
async function plan(tx: Transaction, campaignId: number, group: Group): Promise<void> {
  const { country, text, attempt, channel, units_per_message: units, content, messages } = group;
  const phones = messages.map(({ phone }) => phone);
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO batches (campaign_id, number, country, destinations, text, message_attempt, channel, units_per_message, content)
     SELECT $1, max(number) + 1, $2, $3::bigint[], $4, $5, $6, $7::smallint, $8::jsonb FROM batches WHERE campaign_id = $1
     RETURNING id`,
    [campaignId, country, phones, text, attempt, channel, units, content],
  );
  const { count } = await tx.query(
    `UPDATE messages SET batch_id = $3, state = 'planned', error_code = NULL, units = NULL, mcc = NULL, mnc = NULL, state_at = NULL,
            message_uuid = NULL, total_amount = NULL
     WHERE campaign_id = $1 AND phone = ANY($2::bigint[]) AND state <> 'planned' RETURNING 1`,
    [campaignId, phones, rows[0]?.id],
  );
  if (count !== phones.length) throw new Error(`${count} of ${phones.length} locked messages were planned again`);
}
