import type { Sql } from '@herald/database';
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
  return [...rowsOf(events).values()].map((row) => ({
    text: INSERT,
    parameters: [at.toISOString(), row[0]?.campaignId ?? null, row[0]?.source ?? null, factsText(row)],
  }));
}

const INSERT = 'INSERT INTO message_events (at, campaign_id, source, facts) VALUES ($1, $2, $3, $4)';

/** The text of a message_fact[]: values that need no quotes, nothing for null. */
function factsText(events: readonly MessageEvent[]): string {
  let text = '{';
  for (const { batchId, phone, facts } of events) {
    if (text !== '{') text += ',';
    text +=
      `"(${batchId},${phone ?? ''},${facts.state},${facts.errorCode ?? ''},${facts.stateAt ?? ''},${facts.units ?? ''},` +
      `${facts.mcc ?? ''},${facts.mnc ?? ''},${facts.messageUuid ?? ''},${facts.amount ?? ''})"`;
  }
  return `${text}}`;
}

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
