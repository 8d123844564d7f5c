import type { Sql } from '@herald/database';
import { type BatchState, stateOfBatch } from '@herald/ledger';

export interface SeededBatch {
  readonly id: string;
  readonly phones: readonly string[];
}

export interface SeededCampaign {
  readonly id: number;
  readonly batches: readonly SeededBatch[];
}

interface SeedOptions {
  /** Destinations by batch, ascending E.164 digits. */
  readonly batches: readonly (readonly string[])[];
  readonly state?: BatchState;
  readonly country?: string;
}

/** A planned campaign as planning leaves it, with its batches then in `state`: rows, counters and rollups that agree. */
export async function seedCampaign(
  sql: Sql,
  { batches, state = 'accepted', country = 'US' }: SeedOptions,
): Promise<SeededCampaign> {
  const total = batches.reduce((sum, phones) => sum + phones.length, 0);
  const list = await sql.query<{ id: number }>(
    `INSERT INTO lists (name, contacts) VALUES ('seeded', $1) RETURNING id`,
    [total],
  );
  const campaign = await sql.query<{ id: number }>(
    `INSERT INTO campaigns (name, list_id, state, src, text, encoding, units_per_message, list_rows, list_contacts, messages,
                            batches, launched_at, planned_at, started_at)
     VALUES ('seeded', $1, 'running', '14155550000', 'Hello', 'gsm7', 1, $2, $2, $2, $3, now(), now(), now())
     RETURNING id`,
    [list.rows[0]?.id, total, batches.length],
  );
  const id = campaign.rows[0]?.id ?? 0;
  const seeded: SeededBatch[] = [];
  for (const [index, phones] of batches.entries()) {
    const leased = state === 'fed' || state === 'sending';
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO batches (campaign_id, number, state, country, destinations, text, lease_until)
       VALUES ($1, $2, $3, $4, $5::bigint[], 'Hello', CASE WHEN $6 THEN now() + interval '1 minute' END) RETURNING id`,
      [id, index + 1, state, country, phones, leased],
    );
    seeded.push({ id: rows[0]?.id ?? '', phones });
  }
  await sql.query(
    `INSERT INTO messages (campaign_id, phone, batch_id)
     SELECT campaign_id, unnest(destinations), id FROM batches WHERE campaign_id = $1`,
    [id],
  );
  await sql.query(
    `INSERT INTO message_rollups (campaign_id, country, state, messages) VALUES ($1, $2, $3::message_state, $4)`,
    [id, country, stateOfBatch(state), total],
  );
  return { id, batches: seeded };
}

/** `count` fictional numbers, ascending. */
export function phones(count: number, from = 14_155_550_100): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}
