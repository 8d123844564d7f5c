import type { Client } from 'pg';

export interface SeedSize {
  readonly messages: number;
  readonly minutes: number;
}

export interface Seeded {
  readonly campaignId: number;
  readonly rollup_cells: number;
  readonly message_minutes: number;
  readonly request_minutes: number;
}

/**
 * A campaign that is nearly over, written by SQL: six countries, four carriers in each, nine states, eight error codes, its
 * messages spread over the minutes; the rollups as sending and callbacks would have left them.
 */
export async function seedCampaign(client: Client, { messages, minutes }: SeedSize): Promise<Seeded> {
  const { rows } = await client.query<{ id: number }>(
    `WITH list AS (INSERT INTO lists (name, contacts) VALUES ('bench', $1) RETURNING id)
     INSERT INTO campaigns (name, list_id, state, src, text, encoding, units_per_message, list_rows, list_rejects,
       list_duplicates, list_contacts, suppressed, messages, batches, launched_at, planned_at, started_at)
     SELECT 'bench', id, 'running', '14155550000', 'Hello', 'gsm7', 1, $1 + 30000, 10000, 20000, $1, 0, $1, ceil($1 / 1000.0),
       now(), now(), now() FROM list RETURNING id`,
    [messages],
  );
  const campaignId = rows[0]?.id ?? 0;
  await client.query(
    `INSERT INTO batches (campaign_id, number, state, country, destinations, text, settled)
     SELECT $1, n,
       CASE WHEN n % 200 = 0 THEN 'refused' WHEN n % 97 = 0 THEN 'planned' WHEN n % 150 = 0 THEN 'unknown' ELSE 'accepted' END,
       (ARRAY['US', 'US', 'US', 'GB', 'DE', 'IN', 'FR', 'CA'])[n % 8 + 1],
       ARRAY(SELECT 14150000000 + (n - 1) * 1000 + i FROM generate_series(0, least(1000, $2 - (n - 1) * 1000) - 1) i), 'Hello', 0
     FROM generate_series(1, ceil($2 / 1000.0)::int) n`,
    [campaignId, messages],
  );
  await client.query(
    `INSERT INTO messages (campaign_id, phone, batch_id, state, error_code, units, mcc, mnc, state_at, message_uuid, total_amount)
     SELECT $1, d.phone, d.id, s.state, CASE WHEN s.state IN ('undelivered', 'failed', 'expired')
         THEN (ARRAY[10, 20, 30, 50, 80, 200, 300, 420])[d.dice % 8 + 1] END,
       CASE WHEN s.state <> 'planned' THEN 1 END, CASE WHEN s.state <> 'planned' THEN '310' END,
       CASE WHEN s.state <> 'planned' THEN (ARRAY['004', '260', '410', '120'])[d.dice % 4 + 1] END,
       CASE WHEN s.state <> 'planned' THEN date_trunc('minute', now()) - d.dice % ($2::int * 60) * interval '1 second' END,
       CASE WHEN s.state <> 'planned' THEN gen_random_uuid() END, CASE WHEN s.state <> 'planned' THEN 0.00550 END
     FROM (SELECT b.id, b.state, u.phone, abs(hashint8(u.phone)) AS dice FROM batches b, unnest(b.destinations) u (phone)
           WHERE b.campaign_id = $1) d,
     LATERAL (SELECT CASE WHEN d.state <> 'accepted' THEN 'planned' WHEN d.dice % 100 < 90 THEN 'delivered'
         WHEN d.dice % 100 < 95 THEN 'undelivered' WHEN d.dice % 100 < 97 THEN 'failed' WHEN d.dice % 100 < 98 THEN 'expired'
         WHEN d.dice % 100 < 99 THEN 'sent' ELSE 'planned' END::message_state AS state) s`,
    [campaignId, minutes],
  );
  await client.query(
    `UPDATE batches b SET settled = own.count, drained = own.count FROM (
       SELECT batch_id, count(*) FROM messages WHERE campaign_id = $1 AND state <> 'planned' GROUP BY 1) own
     WHERE own.batch_id = b.id`,
    [campaignId],
  );
  await seedImport(client, campaignId);
  await client.query('VACUUM ANALYZE messages, batches, contacts');
  return { campaignId, ...(await rollUp(client, campaignId, minutes)) };
}

/** What the campaign was planned from, so that the ledger check has all it checks. */
async function seedImport(client: Client, campaignId: number): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO imports (list_id, state, file_key, file_sha256, options, bytes_total, rows, contacts, duplicates, rejects,
       finished_at)
     SELECT list_id, 'completed', 'bench', '\\x00', '{}', 1, list_rows, list_contacts, list_duplicates, list_rejects, planned_at
     FROM campaigns WHERE id = $1 RETURNING id`,
    [campaignId],
  );
  await client.query(
    `INSERT INTO contacts (list_id, phone, country, import_id, row_number)
     SELECT c.list_id, m.phone, 'US', $2, 1 FROM messages m JOIN campaigns c ON c.id = m.campaign_id WHERE c.id = $1`,
    [campaignId, rows[0]?.id],
  );
  await client.query(
    `INSERT INTO import_rejects (import_id, row_number, kind, code, message, cells)
     SELECT $2, n, CASE WHEN n <= list_rejects THEN 'reject' ELSE 'duplicate' END, 'bench', 'bench', '{bench}'
     FROM campaigns, generate_series(1, list_rejects + list_duplicates) n WHERE id = $1`,
    [campaignId, rows[0]?.id],
  );
}

async function rollUp(client: Client, campaignId: number, minutes: number): Promise<Omit<Seeded, 'campaignId'>> {
  const cells = await client.query(
    `INSERT INTO message_rollups (campaign_id, country, mcc, mnc, state, error_code, messages, units, amount)
     SELECT $1, b.country, coalesce(mcc, ''), coalesce(mnc, ''),
       CASE WHEN m.state <> 'planned' THEN m.state ELSE b.state::message_state END, coalesce(error_code, 0), count(*),
       coalesce(sum(units), 0), coalesce(sum(total_amount), 0)
     FROM messages m JOIN batches b ON b.id = batch_id WHERE m.campaign_id = $1 GROUP BY 2, 3, 4, 5, 6`,
    [campaignId],
  );
  const times = await client.query(
    `INSERT INTO message_minutes SELECT $1, date_trunc('minute', state_at), state, count(*)
     FROM messages WHERE campaign_id = $1 AND state_at IS NOT NULL GROUP BY 2, 3`,
    [campaignId],
  );
  const requests = await client.query(
    `INSERT INTO request_minutes SELECT $1, minute, outcome, 11, 11000, minute, minute + interval '59 seconds'
     FROM generate_series(0, $2::int - 1) n, unnest(ARRAY['accepted', 'throttled']) outcome,
       LATERAL (SELECT date_trunc('minute', now()) - n * interval '1 minute' AS minute) m`,
    [campaignId, minutes],
  );
  await client.query('VACUUM ANALYZE message_rollups, message_minutes, request_minutes');
  return {
    rollup_cells: cells.rowCount ?? 0,
    message_minutes: times.rowCount ?? 0,
    request_minutes: requests.rowCount ?? 0,
  };
}
