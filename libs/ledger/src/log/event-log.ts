import { plainArray, type Sql } from '@herald/database';
import type { MessageEvent } from '../domain/message-event';
import type { RollupWrite } from '../rollups';

/**
 * Appends facts to the log, in the transaction that merges them into messages: after its messages and before its rollups, which is
 * where every writer does it.
 */
export async function logEvents(sql: Sql, at: Date, events: readonly MessageEvent[]): Promise<void> {
  for (const { text, parameters } of eventWrites(at, events)) await sql.query(text, parameters);
}

/** The write behind `logEvents`, for a caller that sends it without waiting. */
export function eventWrites(at: Date, events: readonly MessageEvent[]): RollupWrite[] {
  if (events.length === 0) return [];
  const rows = [...rowsOf(events).values()];
  const column = (value: (event: MessageEvent) => string | number | null): string =>
    `{${rows.map((row) => `"${plainArray(row, value)}"`).join(',')}}`;
  return [
    {
      text: INSERT,
      parameters: [
        at.toISOString(),
        plainArray(rows, ([first]) => first?.campaignId ?? null),
        plainArray(rows, ([first]) => first?.source ?? null),
        column(({ batchId }) => batchId),
        column(({ phone }) => phone),
        column(({ facts }) => facts.state),
        column(({ facts }) => facts.errorCode),
        column(({ facts }) => facts.stateAt),
        column(({ facts }) => facts.units),
        column(({ facts }) => facts.mcc),
        column(({ facts }) => facts.mnc),
        column(({ facts }) => facts.messageUuid),
        column(({ facts }) => facts.amount),
      ],
    },
  ];
}

// Arrays within arrays travel as text: those of two rows differ in length, and an array of arrays may not.
const INSERT = `
INSERT INTO message_events (at, campaign_id, source, batch_ids, phones, states, error_codes, state_times, units, mccs, mncs, uuids, amounts)
SELECT $1::timestamptz, campaign_id, source, batch_ids::bigint[], phones::bigint[], states::message_state[], error_codes::smallint[],
       state_times::bigint[], units::smallint[], mccs::varchar[], mncs::varchar[], uuids::uuid[], amounts::bigint[]
FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::text[], $12::text[], $13::text[])
  AS e (campaign_id, source, batch_ids, phones, states, error_codes, state_times, units, mccs, mncs, uuids, amounts)`;

function rowsOf(events: readonly MessageEvent[]): Map<string, MessageEvent[]> {
  const rows = new Map<string, MessageEvent[]>();
  for (const event of events) {
    const key = `${event.campaignId ?? ''} ${event.source}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [event]);
    else row.push(event);
  }
  return rows;
}
