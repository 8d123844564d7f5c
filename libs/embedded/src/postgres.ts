import { AppError, sleep } from '@herald/kernel';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ask, freePort } from './port';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { postgresFlags } from './postgres-settings';
import { isAlive, run } from './process';
import { findOwner, own, type Service } from './service';
import { unprivileged, type RootWay, type Wrap } from './unprivileged';

export interface PostgresOptions {
  /** The service's own folder; made on first use, kept between starts. */
  readonly dataDir: string;
  /** Added to the defaults of postgres-settings.ts. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Removes `dataDir` once the server has stopped. */
  readonly disposable?: boolean;
  /** For tests: the only way to shed root that may be taken. */
  readonly rootWay?: RootWay;
}

interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly programs: PostgresBinaries;
  readonly wrap: Wrap;
  readonly settings: Readonly<Record<string, string>>;
}

const USER = 'herald';
const DATABASE = 'herald';
const START_RETRY_MS = 15_000;
// SSLRequest of the frontend/backend protocol: answered with one byte before any login.
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Starts, or adopts, a Postgres server that listens on 127.0.0.1 alone and stops when this process ends, however it ends.
 * The port of the last start is taken again when it is free, so that clients find the server after a crash.
 *
 * @throws AppError `embedded_postgres_*`
 */
export async function startPostgres(options: PostgresOptions): Promise<Service> {
  const programs = await findPostgresBinaries();
  const folder = options.dataDir;
  const wrap = await unprivileged(folder, [programs.postgres, '--version'], options.rootWay);
  const data = join(folder, 'data');
  const log = join(folder, 'postgres.log');
  const cluster: Cluster = { folder, data, log, programs, wrap, settings: options.settings ?? {} };

  const password = await initialise(cluster);
  const found = await findRunning(cluster);
  const owner = found === undefined ? 'gone' : await findOwner(folder);
  const running = found === undefined || owner === 'gone' ? await launch(cluster) : found;

  const url = `postgres://${USER}:${password}@127.0.0.1:${running.port}/${DATABASE}`;
  if (owner === 'shared') return { url, pid: running.pid, shared: true, stop: () => Promise.resolve() };
  const stop = await own({
    folder,
    disposable: options.disposable ?? false,
    stopCommand: stopCommand(cluster, 'fast'),
    stop: () => stopCluster(cluster, running.pid),
  });
  return { url, pid: running.pid, shared: false, stop };
}

/** Creates the cluster and its database unless they exist; returns the password. An interrupted attempt leaves nothing. */
async function initialise({ folder, data, programs, wrap }: Cluster): Promise<string> {
  const passwordFile = join(folder, 'password');
  const exists = await stat(join(data, 'PG_VERSION')).catch(() => undefined);
  if (exists !== undefined) return (await readFile(passwordFile, 'utf8')).trim();

  const password = randomBytes(24).toString('base64url');
  const draft = join(folder, 'data.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const { uid, gid } = await stat(folder);
  await run(['chown', `${uid}:${gid}`, draft]);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await run(['chown', `${uid}:${gid}`, passwordFile]);

  const initdb = [programs.initdb, '--pgdata', draft, '--username', USER, '--pwfile', passwordFile];
  const flags = ['--locale=C', '--encoding=UTF8', '--auth=scram-sha-256', '--no-instructions', '--no-sync'];
  check('initdb', await run(wrap([...initdb, ...flags]), { cwd: folder }));
  const single = wrap([programs.postgres, '--single', '-F', '-D', draft, 'postgres']);
  check('create database', await run(single, { cwd: folder, input: `CREATE DATABASE ${DATABASE}\n` }));
  await run(['sync', draft]);
  await rename(draft, data);
  return password;
}

function check(step: string, result: { code: number; stderr: string }): void {
  if (result.code === 0) return;
  throw new AppError('unavailable', 'embedded_postgres_setup', `Postgres: ${step} failed: ${result.stderr.trim()}`);
}

interface Running {
  readonly pid: number;
  readonly port: number;
}

/** The server named in postmaster.pid, if it lives and speaks the protocol: the process id alone may be another's now. */
async function findRunning({ data }: Cluster): Promise<Running | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!isAlive(pid) || !(port > 0)) return undefined;
  const answer = await ask(port, SSL_REQUEST, /^[NS]/);
  return answer === undefined ? undefined : { pid, port };
}

async function launch(cluster: Cluster): Promise<Running> {
  const { folder, data, log, programs, wrap, settings } = cluster;
  const deadline = performance.now() + START_RETRY_MS;
  const portFile = join(folder, 'port');
  for (;;) {
    const port = await freePort(Number(await readFile(portFile, 'utf8').catch(() => '')) || undefined);
    const written = (await stat(log).catch(() => undefined))?.size ?? 0;
    const flags = postgresFlags(port, settings);
    const command = [programs.pgCtl, '-D', data, '-l', log, '-w', '-t', '60', '-o', flags, 'start'];
    const { code } = await run(wrap(command), { cwd: folder });
    const running = code === 0 ? await findRunning(cluster) : undefined;
    if (running !== undefined) {
      await writeFile(portFile, `${running.port}\n`);
      return running;
    }
    const said = (await readFile(log, 'utf8').catch(() => '')).slice(written).trim();
    // After kill -9 the old postmaster stays visible until init has reaped it, and its backends for a moment longer.
    const passes = /lock file|shared memory|could not bind|Address already in use/.test(said);
    if (!passes || performance.now() > deadline) {
      throw new AppError('unavailable', 'embedded_postgres_start', `Postgres did not start: ${said} (see ${log})`);
    }
    await sleep(250);
  }
}

type StopMode = 'fast' | 'immediate';

function stopCommand({ data, programs, wrap }: Cluster, mode: StopMode): string[] {
  return wrap([programs.pgCtl, '-D', data, '-m', mode, '-w', '-t', '20', 'stop']);
}

async function stopCluster(cluster: Cluster, pid: number): Promise<void> {
  if ((await findRunning(cluster))?.pid !== pid) return; // dead, and perhaps replaced: that one is not ours to stop
  const gentle = await run(stopCommand(cluster, 'fast'), { cwd: cluster.folder });
  if (gentle.code !== 0) await run(stopCommand(cluster, 'immediate'), { cwd: cluster.folder });
}
