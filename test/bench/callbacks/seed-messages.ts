import type { Client } from 'pg';

interface SeedOptions {
  readonly messages: number;
  readonly perBatch: number;
  readonly firstPhone: number;
}

/** A campaign whose batches have all been accepted and no callback has come; the ids of its batches. */
export async function seedMessages(client: Client, { messages, perBatch, firstPhone }: SeedOptions): Promise<string[]> {
  const { rows: created } = await client.query<{ id: number }>(
    `WITH list AS (INSERT INTO lists (name, contacts) VALUES ('bench', $1) RETURNING id)
     INSERT INTO campaigns (name, list_id, state, src, text, encoding, units_per_message, list_rows, list_contacts, messages,
                            batches, launched_at, planned_at, started_at)
     SELECT 'bench', id, 'running', '14155550000', 'Hello', 'gsm7', 1, $1, $1, $1, $1 / $2::int, now(), now(), now() FROM list
     RETURNING id`,
    [messages, perBatch],
  );
  const id = created[0]?.id;
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO batches (campaign_id, number, state, country, destinations, text)
     SELECT $1, n, 'accepted', 'US', ARRAY(SELECT $4::bigint + (n - 1) * $3::int + i FROM generate_series(0, $3::int - 1) i), 'Hello'
     FROM generate_series(1, $2::int / $3::int) n RETURNING id`,
    [id, messages, perBatch, firstPhone],
  );
  await client.query(
    `INSERT INTO messages (campaign_id, phone, batch_id)
     SELECT campaign_id, unnest(destinations), id FROM batches WHERE campaign_id = $1`,
    [id],
  );
  await client.query(
    `INSERT INTO message_rollups (campaign_id, country, state, messages) VALUES ($1, 'US', 'accepted', $2)`,
    [id, messages],
  );
  await client.query('VACUUM ANALYZE messages');
  await client.query('VACUUM ANALYZE batches');
  await client.query('CHECKPOINT');
  return rows.map((row) => row.id);
}
