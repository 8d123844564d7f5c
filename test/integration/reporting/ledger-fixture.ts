import type { Sql } from '@herald/database';

/** One message of a fixture: what stands in its row. Without `state` it has none of its own. */
export interface FixtureMessage {
  readonly phone: string;
  readonly state?: string;
  readonly error_code?: number;
  readonly units?: number;
  readonly mcc?: string;
  readonly mnc?: string;
  readonly state_at?: string;
  readonly message_uuid?: string;
  readonly total_amount?: string;
}

export interface FixtureBatch {
  readonly state: string;
  readonly country: string;
  readonly messages: readonly FixtureMessage[];
}

interface FixtureCampaign {
  readonly state?: string;
  readonly name?: string;
  readonly batches?: readonly FixtureBatch[];
  /** Contacts that were left out when it was planned. */
  readonly suppressed?: readonly string[];
  readonly duplicates?: number;
  readonly rejects?: number;
  readonly units_per_message?: number;
}

const PLANNED_AT = '2026-03-01T10:00:00Z';

/** A campaign with everything below it, as the real writers would leave it: list, import, contacts, batches, messages, rollups. */
export async function aCampaign(sql: Sql, fixture: FixtureCampaign = {}): Promise<number> {
  const { batches = [], suppressed = [], duplicates = 0, rejects = 0, state = 'running' } = fixture;
  const phones = [...batches.flatMap((batch) => batch.messages.map(({ phone }) => phone)), ...suppressed];
  const planned = state !== 'draft' && state !== 'planning';
  const listId = await insert(sql, `INSERT INTO lists (name, contacts) VALUES ('customers', $1) RETURNING id`, [
    phones.length,
  ]);
  const importId = await anImport(sql, { listId, contacts: phones, duplicates, rejects });
  const campaignId = await insert(
    sql,
    `INSERT INTO campaigns (name, list_id, after_import_id, state, src, text, encoding, units_per_message, list_rows,
       list_rejects, list_duplicates, list_contacts, suppressed, messages, batches, planned_at, started_at, finished_at, reason)
     VALUES ($1, $2, $3, $4, '14155550000', 'Hello', 'gsm7', $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15) RETURNING id`,
    [
      fixture.name ?? 'Spring sale',
      listId,
      importId,
      state,
      fixture.units_per_message ?? 1,
      ...(planned
        ? [phones.length + duplicates + rejects, rejects, duplicates, phones.length, suppressed.length]
        : [0, 0, 0, 0, 0]),
      planned ? phones.length - suppressed.length : 0,
      batches.length,
      planned ? PLANNED_AT : null,
      ['completed', 'cancelled', 'failed'].includes(state) ? '2026-03-01T11:00:00Z' : null,
      state === 'paused' ? JSON.stringify({ code: 'operator', message: 'Paused by an operator.' }) : null,
    ],
  );
  for (const [index, batch] of batches.entries()) await aBatch(sql, campaignId, index + 1, batch);
  await rollUp(sql, campaignId);
  return campaignId;
}

interface FixtureImport {
  readonly listId: number;
  readonly contacts: readonly string[];
  readonly duplicates: number;
  readonly rejects: number;
  readonly finishedAt?: string;
}

export async function anImport(sql: Sql, fixture: FixtureImport): Promise<number> {
  const { listId, contacts, duplicates, rejects, finishedAt = '2026-03-01T09:00:00Z' } = fixture;
  const importId = await insert(
    sql,
    `INSERT INTO imports (list_id, state, file_key, file_sha256, options, bytes_total, rows, contacts, duplicates, rejects, finished_at)
     VALUES ($1, 'completed', 'key', '\\x00', '{}', 1, $2, $3, $4, $5, $6) RETURNING id`,
    [listId, contacts.length + duplicates + rejects, contacts.length, duplicates, rejects, finishedAt],
  );
  await sql.query(
    `INSERT INTO contacts (list_id, phone, country, import_id, row_number)
     SELECT $1, phone, 'US', $2, row_number FROM unnest($3::bigint[]) WITH ORDINALITY AS c (phone, row_number)`,
    [listId, importId, contacts],
  );
  await sql.query(
    `INSERT INTO import_rejects (import_id, row_number, kind, code, message, cells)
     SELECT $1, $2::int + n, CASE WHEN n <= $3::int THEN 'duplicate' ELSE 'reject' END, 'a_code', 'what to do', '{cell}'
     FROM generate_series(1, $3::int + $4::int) n`,
    [importId, contacts.length, duplicates, rejects],
  );
  return importId;
}

/** A request minute, as sending would have counted it. */
export async function aRequestMinute(
  sql: Sql,
  campaignId: number,
  row: { outcome: string; requests: number; messages: number; first_at: string; last_at: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO request_minutes (campaign_id, minute, outcome, requests, messages, first_at, last_at)
     VALUES ($1, date_trunc('minute', $5::timestamptz), $2, $3, $4, $5, $6)`,
    [campaignId, row.outcome, row.requests, row.messages, row.first_at, row.last_at],
  );
}

async function aBatch(sql: Sql, campaignId: number, number: number, batch: FixtureBatch): Promise<void> {
  const { messages } = batch;
  const leased = batch.state === 'fed' || batch.state === 'sending';
  const batchId = await insert(
    sql,
    `INSERT INTO batches (campaign_id, number, state, country, destinations, text, settled, drained, lease_until)
     VALUES ($1, $2, $3, $4, $5, 'Hello', $6, $7, $8) RETURNING id`,
    [
      campaignId,
      number,
      batch.state,
      batch.country,
      messages.map(({ phone }) => phone),
      messages.filter(({ state = 'planned' }) => state !== 'planned').length,
      messages.filter(({ state = 'planned' }) => !['planned', 'accepted', 'queued'].includes(state)).length,
      leased ? '2026-03-01T10:05:00Z' : null,
    ],
  );
  for (const message of messages) {
    const { phone, state = 'planned', error_code, units, mcc, mnc, state_at, message_uuid, total_amount } = message;
    await sql.query(
      `INSERT INTO messages (campaign_id, phone, batch_id, state, error_code, units, mcc, mnc, state_at, message_uuid, total_amount)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [campaignId, phone, batchId, state, error_code, units, mcc, mnc, state_at, message_uuid, total_amount],
    );
  }
}

/** The rollups that belong to the messages, written here a second time on purpose: not with Herald's own SQL. */
async function rollUp(sql: Sql, campaignId: number): Promise<void> {
  await sql.query(
    `INSERT INTO message_rollups (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     SELECT m.campaign_id, b.country, coalesce(mcc, ''), coalesce(mnc, ''),
            CASE WHEN m.state <> 'planned' THEN m.state
                 WHEN b.state IN ('fed', 'sending') THEN 'planned' ELSE b.state::message_state END,
            coalesce(error_code, 0), count(*), coalesce(sum(units), 0), coalesce(sum(total_amount), 0)
     FROM messages m JOIN batches b ON b.id = batch_id WHERE m.campaign_id = $1 GROUP BY 1, 2, 3, 4, 5, 6`,
    [campaignId],
  );
  await sql.query(
    `INSERT INTO message_minutes SELECT campaign_id, date_trunc('minute', state_at), state, count(*)
     FROM messages WHERE campaign_id = $1 AND state_at IS NOT NULL GROUP BY 1, 2, 3`,
    [campaignId],
  );
}

async function insert(sql: Sql, statement: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await sql.query<{ id: string | number }>(statement, values);
  return Number(rows[0]?.id);
}
