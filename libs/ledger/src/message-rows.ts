import { plainArray, type Sql } from '@herald/database';
import type { MessageFacts } from './domain/message-facts';
import type { MessageState } from './domain/message-state';

/** A row of `messages`, read as `FACTS_OF_M` writes it. */
export interface FactsRow {
  readonly state: MessageState;
  readonly error_code: number | null;
  readonly state_at: number | null;
  readonly units: number | null;
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly message_uuid: string | null;
  readonly amount: number | null;
}

/** SQL: the facts of message `m`. */
export const FACTS_OF_M = `m.state, m.error_code, (extract(epoch FROM m.state_at) * 1000)::float8 AS state_at,
  m.units, m.mcc, m.mnc, m.message_uuid, (m.total_amount * 100000)::float8 AS amount`;

export function factsOf(row: FactsRow): MessageFacts {
  return {
    state: row.state,
    errorCode: row.error_code,
    stateAt: row.state_at,
    units: row.units,
    mcc: row.mcc,
    mnc: row.mnc,
    messageUuid: row.message_uuid,
    amount: row.amount,
  };
}

export interface MessageRow {
  readonly campaignId: number;
  readonly phone: string;
  readonly batchId: string;
  readonly facts: MessageFacts;
}

/** Writes the facts of messages, or of earlier attempts at them, whose rows are locked. */
export async function writeFacts(
  sql: Sql,
  table: 'messages' | 'message_attempts',
  rows: readonly MessageRow[],
): Promise<void> {
  const { count } = await sql.query(
    `UPDATE ${table} m
     SET state = n.state, error_code = n.error_code, state_at = to_timestamp(n.state_at / 1000.0), units = n.units,
         mcc = n.mcc, mnc = n.mnc, message_uuid = n.message_uuid, total_amount = n.amount / 100000.0
     FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::message_state[], $5::smallint[], $6::bigint[], $7::smallint[],
                 $8::varchar[], $9::varchar[], $10::uuid[], $11::numeric[])
       AS n (campaign_id, phone, batch_id, state, error_code, state_at, units, mcc, mnc, message_uuid, amount)
     WHERE m.campaign_id = n.campaign_id AND m.phone = n.phone AND m.batch_id = n.batch_id`,
    [
      plainArray(rows, ({ campaignId }) => campaignId),
      plainArray(rows, ({ phone }) => phone),
      plainArray(rows, ({ batchId }) => batchId),
      plainArray(rows, ({ facts }) => facts.state),
      plainArray(rows, ({ facts }) => facts.errorCode),
      plainArray(rows, ({ facts }) => facts.stateAt),
      plainArray(rows, ({ facts }) => facts.units),
      plainArray(rows, ({ facts }) => facts.mcc),
      plainArray(rows, ({ facts }) => facts.mnc),
      plainArray(rows, ({ facts }) => facts.messageUuid),
      plainArray(rows, ({ facts }) => facts.amount),
    ],
  );
  if (count !== rows.length) throw new Error(`${count} of ${rows.length} locked rows of ${table} were written`);
}
