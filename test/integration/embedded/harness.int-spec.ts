import { Client } from 'pg';

import { createTestDatabase } from '../../support/postgres';
import { testRedis } from '../../support/redis';

describe('the test harness', () => {
  it('gives each caller a migrated database of its own', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const client = new Client({ connectionString: first.url });
    await client.connect();
    const { rows } = await client.query<{ tables: number }>(
      `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`,
    );
    await client.end();
    await Promise.all([first.drop(), second.drop()]);
    expect(rows[0]?.tables).toBeGreaterThan(5);
    expect(first.url).not.toBe(second.url);
  });

  it('gives each caller a key prefix of its own', () => {
    expect(testRedis().prefix).not.toBe(testRedis().prefix);
  });
});
