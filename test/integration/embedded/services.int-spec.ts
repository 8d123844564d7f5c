import { type Service, startPostgres, startRedis } from '@herald/embedded';
import Redis from 'ioredis';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import { waitFor } from '../../support/wait-for';

describe('embedded services', () => {
  let folder: string;
  const running: Service[] = [];
  const postgres = async (): Promise<Service> => {
    const service = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { shared_buffers: '16MB' } });
    running.push(service);
    return service;
  };
  const redis = async (): Promise<Service> => {
    const service = await startRedis({ dataDir: join(folder, 'redis') });
    running.push(service);
    return service;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-services-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps what Postgres held through a stop and through kill -9, at the same address', async () => {
    const first = await postgres();
    await query(first.url, 'CREATE TABLE kept (id int)');
    await first.stop();
    const second = await postgres();
    await query(second.url, 'INSERT INTO kept VALUES (1)');
    process.kill(second.pid, 'SIGKILL');
    const third = await postgres();
    expect(await query(third.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1 }]);
    expect([second.url, third.url]).toEqual([first.url, first.url]);
  });

  it('keeps what Redis held through a stop and through kill -9 a second later', async () => {
    const first = await redis();
    await withRedis(first.url, (client) => client.set('kept', 'yes'));
    await first.stop();
    const second = await redis();
    expect(await withRedis(second.url, (client) => client.get('kept'))).toBe('yes');
    await withRedis(second.url, async (client) => {
      await client.set('again', 'yes');
      await waitFor('the append-only file to be synced', async () =>
        (await client.info('persistence')).includes('aof_pending_bio_fsync:0'),
      );
    });
    process.kill(second.pid, 'SIGKILL');
    const third = await redis();
    expect(await withRedis(third.url, (client) => client.get('again'))).toBe('yes');
  });

  it('asks for the password, which only the owner can read', async () => {
    const [sql, keys] = await Promise.all([postgres(), redis()]);
    await expect(query(withoutPassword(sql.url), 'SELECT 1')).rejects.toThrow(/password/);
    expect(await answerTo(keys.url, 'GET secret\r\n')).toMatch(/^-NOAUTH/);
    for (const name of ['postgres', 'redis']) {
      expect((await stat(join(folder, name, 'password'))).mode & 0o777).toBe(0o600);
    }
  });

  it('uses a running server instead of a second one, and leaves stopping to its owner', async () => {
    const [sql, keys] = await Promise.all([postgres(), redis()]);
    const [sqlAgain, keysAgain] = await Promise.all([postgres(), redis()]);
    expect([sqlAgain.pid, keysAgain.pid]).toEqual([sql.pid, keys.pid]);
    expect([sqlAgain.shared, keysAgain.shared]).toEqual([true, true]);
    await Promise.all([sqlAgain.stop(), keysAgain.stop()]);
    expect(await query(sql.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  const whenRoot = process.getuid?.() === 0 ? it : it.skip;
  whenRoot('lets root run Postgres in either way, and change from one to the other', async () => {
    for (const rootWay of ['nobody', 'namespace', 'nobody'] as const) {
      const service = await startPostgres({ dataDir: join(folder, 'postgres'), rootWay });
      running.push(service);
      await query(service.url, 'CREATE TABLE IF NOT EXISTS kept (id int)');
      await query(service.url, 'INSERT INTO kept VALUES (1)');
      await service.stop();
    }
    const service = await postgres();
    expect(await query(service.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 3 }]);
  });

  it('stops with its owner, even one that was killed', async () => {
    // The compiled library: a plain Node process knows nothing of TypeScript.
    const script = `
      const { startPostgres, startRedis } = require(process.argv[1]);
      const folder = process.argv[2];
      Promise.all([startPostgres({ dataDir: folder + '/postgres' }), startRedis({ dataDir: folder + '/redis' })])
        .then((services) => console.log(JSON.stringify(services)));
      setInterval(() => undefined, 1000);`;
    const library = join(process.cwd(), 'dist/libs/embedded/src/index.js');
    const owner = spawn(process.execPath, ['-e', script, library, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const [sql, keys] = JSON.parse(line.toString()) as { url: string }[];
    owner.kill('SIGKILL');
    for (const { url = '' } of [sql ?? {}, keys ?? {}]) {
      await waitFor('the port to be closed', async () => (await answerTo(url, 'PING\r\n')) === undefined);
    }
  });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function withRedis<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 500,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    client.disconnect();
  }
}

/** What a server says first to a line of text; undefined when nobody listens. */
function answerTo(url: string, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('error', () => {
      resolve(undefined);
    });
    socket.once('data', (answer) => {
      resolve(String(answer));
      socket.destroy();
    });
    socket.once('close', () => {
      resolve('');
    });
  });
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}
