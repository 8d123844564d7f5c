import { Database } from '@herald/database';
import type { Service } from '@herald/embedded';
import { LedgerRebuild } from '@herald/ledger';
import { createLogger } from '@herald/observability';
import { LedgerCheck } from '@herald/reporting';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { TARGET } from './target';

const STATES = ['accepted', 'queued', 'sent', 'delivered'];
/** The seeded campaign has no imports, so its list cannot be checked. */
const LIST_CHECKS = new Set(['rows_add_up', 'rows', 'rejects', 'duplicates', 'contacts', 'contacts_add_up']);

/**
 * Every acknowledged status beside the state in the ledger; the ledger beside its own counters, and beside what its log makes of it.
 *
 * @param acknowledged by message, the last of its statuses that was acknowledged: 0 none, 1 queued, 2 sent, 3 delivered
 */
export async function compareLedger(
  postgres: Service,
  batchIds: readonly string[],
  acknowledged: Buffer,
): Promise<object> {
  const { rows } = await withClient(postgres, (client) =>
    client.query<{ phone: string; state: string }>(
      'SELECT phone, state FROM messages WHERE batch_id = ANY($1::bigint[])',
      [batchIds],
    ),
  );
  const states = new Map(rows.map(({ phone, state }) => [Number(phone) - TARGET.firstPhone, state]));
  let lost = 0;
  let disagreeing = 0;
  acknowledged.forEach((told, message) => {
    const rank = STATES.indexOf(states.get(message) ?? '');
    if (rank < told) lost += 1;
    if (rank !== told) disagreeing += 1;
  });
  const dataSource = await new DataSource({ type: 'postgres', url: postgres.url }).initialize();
  try {
    const database = new Database(dataSource);
    const { rows: campaigns } = await database.query<{ id: number }>('SELECT max(id) AS id FROM campaigns');
    const campaignId = campaigns[0]?.id ?? 0;
    const began = performance.now();
    const { checks } = await new LedgerCheck(database).verify(campaignId);
    const verified = performance.now();
    const off = checks.filter(({ name, ok }) => !ok && !LIST_CHECKS.has(name));
    const rebuild = new LedgerRebuild(database, createLogger({ app: 'bench', level: 'silent' }));
    const { ok, messages, events, differences } = await rebuild.check(campaignId);
    const rebuilt = performance.now();
    return {
      acknowledged_but_lost: lost,
      states_disagreeing: disagreeing,
      verified: off.length === 0,
      verify_seconds: Math.round((verified - began) / 100) / 10,
      off,
      rebuild_from_log: {
        identical: ok,
        messages,
        events,
        differences,
        seconds: Math.round((rebuilt - verified) / 100) / 10,
      },
    };
  } finally {
    await dataSource.destroy();
  }
}

export async function withClient<T>(postgres: Service, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
