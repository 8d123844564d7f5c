import { migrate } from '@herald/database';
import { startPostgres, startRedis, type Service } from '@herald/embedded';
import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

declare global {
  // Kept between set-up and tear-down, which run in one process.
  var heraldTestServices: TestServices | undefined;
}

interface TestServices {
  readonly started: readonly Service[];
  readonly adminUrl: string;
  readonly template: string;
}

// Only a crash of the machine could lose data by this, not one of Postgres: tests that kill it stay honest.
const FAST = { fsync: 'off', full_page_writes: 'off', max_connections: '400' };

/**
 * Real services for all spec files, and one migrated database that each of them clones.
 * TEST_DATABASE_URL and TEST_REDIS_URL name running ones instead (the user must be allowed to create databases).
 */
async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-test-'));
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const [postgres, redis] = await Promise.all([
    TEST_DATABASE_URL
      ? undefined
      : startPostgres({ dataDir: join(folder, 'postgres'), settings: FAST, disposable: true }),
    TEST_REDIS_URL ? undefined : startRedis({ dataDir: join(folder, 'redis'), disposable: true }),
  ]);
  const adminUrl = TEST_DATABASE_URL ?? postgres?.url ?? '';
  const template = `herald_template_${randomBytes(4).toString('hex')}`;
  globalThis.heraldTestServices = {
    started: [postgres, redis].filter((service) => service !== undefined),
    adminUrl,
    template,
  };

  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${template}`);
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  await migrate(url.href);

  // Read by test/support/postgres.ts and redis.ts in the workers.
  process.env.TEST_DATABASE_URL = adminUrl;
  process.env.TEST_DATABASE_TEMPLATE = template;
  process.env.TEST_REDIS_URL ??= redis?.url;
  process.env.TEST_FOLDER = folder;
}

// Jest calls the module itself; a default export would be a second way to name it.
module.exports = globalSetup;
