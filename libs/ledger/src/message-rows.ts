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

/** Writes the facts of messages whose rows are locked. */
export async function writeMessages(sql: Sql, messages: readonly MessageRow[]): Promise<void> {
  const { count } = await sql.query(
    `UPDATE messages m
     SET batch_id = n.batch_id, state = n.state, error_code = n.error_code, state_at = to_timestamp(n.state_at / 1000.0),
         units = n.units, mcc = n.mcc, mnc = n.mnc, message_uuid = n.message_uuid, total_amount = n.amount / 100000.0
     FROM unnest($1::int[], $2::bigint[], $3::message_state[], $4::smallint[], $5::bigint[], $6::smallint[],
                 $7::varchar[], $8::varchar[], $9::uuid[], $10::numeric[], $11::bigint[])
       AS n (campaign_id, phone, state, error_code, state_at, units, mcc, mnc, message_uuid, amount, batch_id)
     WHERE m.campaign_id = n.campaign_id AND m.phone = n.phone`,
    [
      plainArray(messages, (message) => message.campaignId),
      plainArray(messages, (message) => message.phone),
      plainArray(messages, ({ facts }) => facts.state),
      plainArray(messages, ({ facts }) => facts.errorCode),
      plainArray(messages, ({ facts }) => facts.stateAt),
      plainArray(messages, ({ facts }) => facts.units),
      plainArray(messages, ({ facts }) => facts.mcc),
      plainArray(messages, ({ facts }) => facts.mnc),
      plainArray(messages, ({ facts }) => facts.messageUuid),
      plainArray(messages, ({ facts }) => facts.amount),
      plainArray(messages, ({ batchId }) => batchId),
    ],
  );
  if (count !== messages.length) throw new Error(`${count} of ${messages.length} locked messages were written`);
}
