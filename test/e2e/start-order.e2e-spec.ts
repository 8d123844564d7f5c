import { migrate } from '@herald/database';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { AppProcess } from '../../apps/cli/src/stack/app-process';
import { type AppName, mainFile } from '../../apps/cli/src/stack/apps-folder';
import { OwnServices } from '../support/own-services';
import { waitFor } from '../support/wait-for';

const APPS: readonly [string, AppName][] = [
  ['api', 'api'],
  ['ingress', 'ingress'],
  ['worker-1', 'worker'],
  ['worker-2', 'worker'],
];

describe('processes that are started before Postgres and Redis', () => {
  let folder: string;
  let services: OwnServices;
  let processes: AppProcess[] = [];
  const lines: { name: string; text: string }[] = [];
  const told = (event: string, ...texts: string[]): string[] =>
    lines
      .filter(({ text }) => [`"event":"${event}"`, ...texts].every((part) => text.includes(part)))
      .map(({ name }) => name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-order-'));
    // Once up, for addresses and passwords; then gone.
    services = await OwnServices.start(folder);
    await services.stop();
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.stop(15_000)));
    await services.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('wait for them, migrate once, and come up', async () => {
    const { PATH, HOME } = process.env;
    const env = {
      PATH,
      HOME,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      DATA_DIR: folder,
      API_PORT: '0',
      INGRESS_PORT: '0',
      BOOTSTRAP_API_KEY: `hk_${'k'.repeat(43)}`,
      DASHBOARD_PASSWORD: 'p'.repeat(20),
      CALLBACK_SECRET: 'c'.repeat(32),
      PLIVO_AUTH_ID: 'MA000000000000000000',
      PLIVO_AUTH_TOKEN: 'token',
      PLIVO_BASE_URL: 'http://127.0.0.1:9',
    };
    processes = APPS.map(
      ([name, app]) =>
        new AppProcess({
          name,
          script: mainFile(app),
          env,
          heapMb: 256,
          logFile: join(folder, `${name}.log`),
          onLine: (from, text) => lines.push({ name: from, text }),
        }),
    );
    const names = APPS.map(([name]) => name);
    await waitFor('all to wait', () => names.every((name) => told('start.waiting', '"Postgres"').includes(name)));

    const [internal] = lines.flatMap(({ text }) => /"url":"(http:[^"]+)"/.exec(text)?.[1] ?? []);
    const probe = async (path: string) => {
      const answer = await fetch(`${internal ?? ''}${path}`);
      return [answer.status, await answer.json()];
    };
    expect(await probe('/health/live')).toEqual([200, { status: 'ok' }]);
    expect(await probe('/health/ready')).toEqual([503, expect.objectContaining({ code: 'starting' })]);

    await services.bringPostgresBack();
    await waitFor('workers to wait for Redis', () =>
      ['worker-1', 'worker-2'].every((name) => told('start.waiting', '"Redis"').includes(name)),
    );
    await services.bringRedisBackEmpty();
    await Promise.all(processes.map((each) => each.whenReady()));

    expect(told('database.migrated')).toHaveLength(1);
    expect(await migrate(services.databaseUrl)).toEqual([]);
    const client = new Client({ connectionString: services.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ count: string; names: string }>(
      'SELECT count(*) AS count, count(DISTINCT name) AS names FROM schema_migrations',
    );
    await client.end();
    expect(Number(rows[0]?.count)).toBeGreaterThan(6);
    expect(rows[0]?.names).toBe(rows[0]?.count);
    expect(await probe('/health/ready')).toEqual([200, { status: 'ok' }]);
  }, 180_000);
});
