import { batchToken } from '@herald/delivery';
import type { Client } from 'pg';

export interface SeededSend {
  readonly campaignId: number;
}

export const PER_BATCH = 1_000;
const SRC = '14155550000';
const TEXT = 'Herald bench: 20% off until Sunday. Reply STOP to opt out.';
const FIRST_PHONE = 12_125_550_000;

/** A campaign as planning leaves it, not running yet: `batches` batches of `size` destinations, with a message for each. */
export async function seedSend(client: Client, batches: number, size = PER_BATCH): Promise<SeededSend> {
  const messages = batches * size;
  const list = await client.query<{ id: number }>(
    `INSERT INTO lists (name, contacts) VALUES ('bench', $1) RETURNING id`,
    [messages],
  );
  const campaign = await client.query<{ id: number }>(
    `INSERT INTO campaigns (name, list_id, state, src, text, encoding, units_per_message, list_rows, list_contacts,
                            messages, batches, launched_at, planned_at)
     VALUES ('bench', $1, 'paused', $2, $3, 'gsm7', 1, $4, $4, $4, $5, now(), now()) RETURNING id`,
    [list.rows[0]?.id, SRC, TEXT, messages, batches],
  );
  const campaignId = campaign.rows[0]?.id ?? 0;
  await client.query(
    `INSERT INTO batches (campaign_id, number, country, destinations, text)
     SELECT $1, n, 'US', ARRAY(SELECT $3::bigint + (n - 1) * $4 + k FROM generate_series(1, $4) k), $5
     FROM generate_series(1, $2::int) n`,
    [campaignId, batches, FIRST_PHONE, size, TEXT],
  );
  await client.query(
    `INSERT INTO messages (campaign_id, phone, batch_id)
     SELECT campaign_id, unnest(destinations), id FROM batches WHERE campaign_id = $1`,
    [campaignId],
  );
  await client.query(
    `INSERT INTO message_rollups (campaign_id, country, state, messages) VALUES ($1, 'US', 'planned', $2)`,
    [campaignId, messages],
  );
  await client.query('VACUUM ANALYZE');
  return { campaignId };
}

/** The requests that Herald makes of these batches, byte for byte. */
export async function bodiesOf(
  client: Client,
  campaignId: number,
  callbacks: { readonly publicUrl: string; readonly secret: string },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string; dst: string }>(
    `SELECT id, array_to_string(destinations, '<') AS dst FROM batches WHERE campaign_id = $1 ORDER BY id`,
    [campaignId],
  );
  return rows.map(({ id, dst }) =>
    JSON.stringify({
      src: SRC,
      dst,
      text: TEXT,
      type: 'sms',
      url: `${callbacks.publicUrl}/callbacks/plivo/status/${batchToken(callbacks.secret, id)}`,
      method: 'POST',
      log: 'true',
      trackable: false,
    }),
  );
}
