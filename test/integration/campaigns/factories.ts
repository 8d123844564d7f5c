import type { Campaign, CampaignInput } from '@herald/campaigns';
import type { Database } from '@herald/database';
import type { Herald } from './harness';

interface ListContents {
  /** Contacts of each country. Numbers are fictional, and shuffled as in a real file. */
  readonly contacts?: Readonly<Record<string, number>>;
  readonly duplicates?: number;
  readonly rejects?: number;
}

/** A list filled by one finished import. */
export async function aList(database: Database, contents: ListContents = { contacts: { US: 3 } }): Promise<number> {
  const { contacts = {}, duplicates = 0, rejects = 0 } = contents;
  const { rows } = await database.query<{ id: number }>(`INSERT INTO lists (name) VALUES ('Customers') RETURNING id`);
  const listId = rows[0]?.id ?? 0;
  const total = Object.values(contacts).reduce((sum, count) => sum + count, 0);
  const importId = await anImport(database, listId, 'completed', { contacts: total, duplicates, rejects });
  let prefix = 100;
  for (const [country, count] of Object.entries(contacts)) {
    await database.query(
      `INSERT INTO contacts (list_id, phone, country, import_id, row_number)
       SELECT $1, $2::bigint * 100000000 + n, $3, $4, n FROM generate_series(1, $5::int) n ORDER BY md5(n::text)`,
      [listId, prefix++, country, importId, count],
    );
  }
  await database.query('UPDATE lists SET contacts = $2 WHERE id = $1', [listId, total]);
  return listId;
}

interface ImportCounts {
  readonly contacts: number;
  readonly duplicates: number;
  readonly rejects: number;
}

export async function anImport(
  database: Database,
  listId: number,
  state: 'queued' | 'running' | 'completed' | 'failed',
  { contacts, duplicates, rejects }: ImportCounts = { contacts: 0, duplicates: 0, rejects: 0 },
): Promise<number> {
  const { rows } = await database.query<{ id: number }>(
    `INSERT INTO imports (list_id, state, file_key, file_sha256, options, bytes_total, rows, contacts, duplicates, rejects,
       error, finished_at)
     VALUES ($1, $2, 'key', '\\x00', '{}', 1, $3::bigint + $4::bigint + $5::bigint, $3::bigint, $4::bigint, $5::bigint,
       CASE WHEN $2 = 'failed' THEN '{"code": "not_a_csv", "message": "The file is an image."}'::jsonb END,
       CASE WHEN $2 IN ('completed', 'failed') THEN now() END) RETURNING id`,
    [listId, state, contacts, duplicates, rejects],
  );
  return rows[0]?.id ?? 0;
}

export const INPUT: CampaignInput = { name: 'Spring sale', text: 'Hello from Acme', src: '+14155550100' };

export async function aDraft(herald: Herald, change: Partial<CampaignInput> & { list_id?: number } = {}) {
  const { list_id: listId = await aList(herald.database), ...input } = change;
  return herald.campaigns.create(listId, { ...INPUT, ...input });
}

/** Launched and planned: running, or scheduled where it has a time. */
export async function aPlanned(herald: Herald, change: Parameters<typeof aDraft>[1] = {}): Promise<Campaign> {
  const { id } = await aDraft(herald, change);
  await herald.lifecycle.launch(id);
  await herald.planner.plan(id);
  return herald.campaigns.get(id);
}

/** The rollups as they are kept, and as counted anew from messages and batches; the two must be equal at any time. */
export async function stateCounts(database: Database, campaignId: number) {
  const kept = await database.query<{ state: string; messages: number }>(
    `SELECT state, sum(messages)::int AS messages FROM message_rollups WHERE campaign_id = $1
     GROUP BY state HAVING sum(messages) <> 0 ORDER BY state`,
    [campaignId],
  );
  const counted = await database.query<{ state: string; messages: number }>(
    `SELECT (CASE WHEN m.state <> 'planned' THEN m.state::text WHEN b.state IN ('fed', 'sending') THEN 'planned' ELSE b.state
        END)::message_state AS state, count(*)::int AS messages
     FROM messages m JOIN batches b ON b.id = m.batch_id WHERE m.campaign_id = $1 GROUP BY 1 ORDER BY 1`,
    [campaignId],
  );
  const byState = (rows: { state: string; messages: number }[]) =>
    Object.fromEntries(rows.map((row) => [row.state, row.messages]));
  return { kept: byState(kept.rows), counted: byState(counted.rows) };
}
