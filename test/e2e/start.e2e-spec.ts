import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { herald, type Launcher, processesWith } from '../support/launcher';
import { createTestDatabase } from '../support/postgres';
import { testRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';

const STOP_MS = 15_000;

describe('herald start', () => {
  let folder: string;
  const running: Launcher[] = [];
  const start = (variables: Record<string, string> = {}, ...flags: string[]): Launcher => {
    const launcher = herald(['start', '--data', folder, '--sim-port', '0', ...flags], variables);
    running.push(launcher);
    return launcher;
  };
  const nothingLeft = () =>
    waitFor('every process to be gone', async () => (await processesWith(folder)).length === 0, STOP_MS);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-start-'));
  });
  afterEach(async () => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL');
    await nothingLeft();
    await rm(folder, { recursive: true, force: true });
  });

  it('says where everything is, answers there, and stops cleanly on Ctrl-C', async () => {
    const launcher = start();
    await launcher.whenUp();
    const text = launcher.output();
    for (const label of ['API', 'API docs', 'Job dashboard', 'Ingress', 'Provider', 'Postgres', 'Redis', 'Log level']) {
      expect(text).toMatch(new RegExp(`^  ${label} +\\S`, 'm'));
    }
    const api = /API +(http:\S+)\/v1/.exec(text)?.[1] ?? '';
    const key = /API key +(hk_\S+)/.exec(text)?.[1] ?? '';
    expect((await fetch(`${api}/health/ready`)).status).toBe(200);
    const keys = `${api}/v1/keys`;
    expect((await fetch(keys)).status).toBe(401);
    expect((await fetch(keys, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);

    const asked = performance.now();
    launcher.child.kill('SIGINT');
    expect(await launcher.exited).toBe(0);
    expect(performance.now() - asked).toBeLessThan(STOP_MS);
    await nothingLeft();
  });

  it('starts with a token that begins with a dash, as one in sixty-four made-up ones does', async () => {
    const secrets = {
      callbackSecret: 'c'.repeat(32),
      apiKey: `hk_${'k'.repeat(43)}`,
      dashboardPassword: 'p'.repeat(20),
      simulatorAuthId: 'MAXXXXXXXXXXXXXXXXXX',
      simulatorAuthToken: '-token-that-looks-like-a-flag',
    };
    await writeFile(join(folder, 'secrets.json'), JSON.stringify(secrets));
    const launcher = start();
    await launcher.whenUp();
    expect(launcher.output()).toContain('Provider');
  });

  it('shows the secrets on the first start only, and keeps them for its owner alone', async () => {
    const first = start();
    await first.whenUp();
    const { apiKey } = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')) as { apiKey: string };
    expect(first.output()).toContain(apiKey);
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);

    const second = start();
    await second.whenUp();
    expect(second.output()).not.toContain(apiKey);
    expect(second.output()).toContain('secrets.json');
  });

  it('refuses a second start and a wipe while it runs, and says who runs where', async () => {
    const first = start();
    await first.whenUp();
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`already running on ${folder} (process ${first.child.pid ?? 0})`);
    expect(second.output()).toMatch(/api: http:/);

    const wipe = herald(['wipe', '--yes', '--data', folder]);
    expect(await wipe.exited).toBe(1);
    expect(wipe.output()).toContain('Stop it first');
    first.child.kill('SIGINT');
    expect(await first.exited).toBe(0);

    const again = herald(['wipe', '--yes', '--data', folder]);
    expect(await again.exited).toBe(0);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it('leaves nothing behind when it is killed, and starts again on what it left', async () => {
    const first = start();
    await first.whenUp();
    expect((await processesWith(folder)).length).toBeGreaterThan(5);
    first.child.kill('SIGKILL');
    await nothingLeft();
    await start().whenUp();
  });

  it('stops everything and names the process when one of its own dies', async () => {
    const launcher = start({}, '--workers', '2');
    await launcher.whenUp();
    const ingress = (await processesWith(folder)).find((line) => line.includes('/ingress/'));
    process.kill(Number(ingress?.split(' ')[0]), 'SIGKILL');
    expect(await launcher.exited).toBe(1);
    expect(launcher.output()).toContain('ingress has ended unexpectedly');
    await nothingLeft();
  });

  it('names a port that is taken, and its variable', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await waitFor('a port', () => server.listening);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const launcher = start({ API_PORT: String(port) });
    expect(await launcher.exited).toBe(1);
    expect(launcher.output()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(launcher.output()).toContain('API_PORT=');
    server.close();
  });

  it.each([
    ['a wrong value', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
    ['a real provider that is configured in part', { PLIVO_AUTH_ID: 'MAXXXXXXXXXXXXXXXXXX' }, 'PUBLIC_URL is not set'],
    [
      'a real provider without https',
      { PLIVO_AUTH_ID: 'MAXXXXXXXXXXXXXXXXXX', PLIVO_AUTH_TOKEN: 'token', PUBLIC_URL: 'http://example.test' },
      'PUBLIC_URL is set: must be https',
    ],
  ])('names %s before anything is started', async (_what, variables, message) => {
    const launcher = start(variables);
    expect(await launcher.exited).toBe(1);
    expect(launcher.output()).toContain(message);
    expect(launcher.output()).not.toContain('starting');
    expect(launcher.output()).not.toContain('    at ');
  });

  it('uses the database and Redis it is given, and says when its own key is none of theirs', async () => {
    const database = await createTestDatabase();
    const { url, prefix } = testRedis();
    const given = { DATABASE_URL: database.url, REDIS_URL: url, REDIS_PREFIX: prefix };
    const first = start(given);
    await first.whenUp();
    expect(first.output()).toMatch(/Postgres +yours \(DATABASE_URL\)/);
    expect(await processesWith(join(folder, 'postgres'))).toEqual([]);
    first.child.kill('SIGINT');
    expect(await first.exited).toBe(0);

    await rm(join(folder, 'secrets.json'));
    const second = start(given);
    await second.whenUp();
    expect(second.output()).toContain('This database has API keys of its own');
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);
    await database.drop();
  });

  it('uses the real provider when it is configured, and says so loudly', async () => {
    const launcher = start({
      PLIVO_AUTH_ID: 'MAXXXXXXXXXXXXXXXXXX',
      PLIVO_AUTH_TOKEN: 'token',
      PUBLIC_URL: 'https://herald.example.test',
      // Nothing must leave this machine, whatever goes wrong.
      PLIVO_BASE_URL: 'http://127.0.0.1:9',
    });
    await launcher.whenUp();
    expect(launcher.output()).toContain('PLIVO, THE REAL ONE');
    expect(launcher.output()).toContain('THIS IS THE REAL PROVIDER');
    expect(await processesWith(folder)).not.toContainEqual(expect.stringContaining('plivo-sim'));
  });
});
