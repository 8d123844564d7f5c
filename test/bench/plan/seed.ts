import type { Client } from 'pg';

// Shares of a list as a European shop would have it.
const COUNTRIES = [
  { country: 'US', prefix: '1415', share: 60 },
  { country: 'GB', prefix: '4477', share: 20 },
  { country: 'DE', prefix: '4915', share: 15 },
  { country: 'FR', prefix: '3360', share: 5 },
] as const;

interface ListToSeed {
  readonly recipients: number;
  readonly suppressed: number;
  /** First names; 0 = one. */
  readonly distinct: number;
}

/** A list as an import leaves it: contacts in the file's order, which is nobody's. @returns its id */
export async function seedList(client: Client, { recipients, suppressed, distinct }: ListToSeed): Promise<number> {
  const list = await client.query<{ id: number }>(`INSERT INTO lists (name) VALUES ('bench') RETURNING id`);
  const listId = list.rows[0]?.id ?? 0;
  const shares = COUNTRIES.flatMap((entry) => Array.from({ length: entry.share }, () => entry));
  await client.query(`SELECT setseed(0.5)`);
  await client.query(
    `INSERT INTO contacts (list_id, phone, country, import_id, row_number, attributes)
     SELECT $1, (prefix || lpad(n::text, 8, '0'))::bigint, country, 1, n,
            CASE WHEN $5::int = 0 THEN '{"first_name": "Ada", "city": "Springfield"}'
                 ELSE jsonb_build_object('first_name', 'Ada ' || n % $5::int, 'city', 'Springfield') END
     FROM generate_series(1, $2::int) n
     JOIN unnest($3::text[], $4::text[]) WITH ORDINALITY AS c (country, prefix, slot) ON c.slot = n % 100 + 1
     ORDER BY random()`,
    [listId, recipients, shares.map((entry) => entry.country), shares.map((entry) => entry.prefix), distinct],
  );
  await client.query(
    `INSERT INTO imports (list_id, state, file_key, file_sha256, options, bytes_total, rows, contacts, finished_at)
     VALUES ($1, 'completed', 'bench', '', '{}', 1, $2::int, $2::int, now())`,
    [listId, recipients],
  );
  await client.query('UPDATE lists SET contacts = $2 WHERE id = $1', [listId, recipients]);
  await client.query(
    `INSERT INTO suppressions (phone, reason, source) SELECT phone, 'stop', 'bench' FROM contacts LIMIT $1`,
    [suppressed],
  );
  await client.query('VACUUM ANALYZE contacts, suppressions');
  return listId;
}

/** An empty table like `messages`: columns, primary key, fill factor. */
export async function createBaselineTable(client: Client): Promise<void> {
  await client.query('DROP TABLE IF EXISTS baseline');
  await client.query(
    `CREATE TABLE baseline (LIKE messages INCLUDING ALL) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`,
  );
}
