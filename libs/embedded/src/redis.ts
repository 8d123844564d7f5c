import { AppError } from '@herald/kernel';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ask, freePort } from './port';
import { isAlive, waitUntil } from './process';
import { projectRoot } from './project-root';
import { findRedis, type RedisBinary } from './redis-binary';
import { findOwner, own, type Service } from './service';

export interface RedisOptions {
  /** The service's own folder; made on first use, kept between starts. */
  readonly dataDir: string;
  /** Where a fetched server is kept; `.herald/cache` of the project when left out. */
  readonly cacheDir?: string;
  /** Removes `dataDir` once the server has stopped. */
  readonly disposable?: boolean;
}

const START_MS = 30_000;
const STOP_MS = 10_000;

/**
 * Starts, or adopts, a Redis server that listens on 127.0.0.1 alone, keeps an append-only file, and stops when this
 * process ends, however it ends. The port of the last start is taken again when it is free.
 *
 * @throws AppError `embedded_redis_*`
 */
export async function startRedis(options: RedisOptions): Promise<Service> {
  const folder = options.dataDir;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const password = await readPassword(folder);
  let running = await findRunning(folder, password);
  const owner = running === undefined ? 'gone' : await findOwner(folder);
  if (running === undefined || owner === 'gone') {
    const binary = await findRedis(options.cacheDir ?? join(projectRoot(), '.herald/cache'));
    running = await launch(folder, password, binary);
  }
  const { pid, port } = running;
  const url = `redis://:${password}@127.0.0.1:${port}`;
  if (owner === 'shared') return { url, pid, shared: true, stop: () => Promise.resolve() };
  // Redis removes its pid file last: the process itself may stay visible as a zombie until init has reaped it.
  const wait = `kill -TERM ${pid} && while [ -e "$0" ] && kill -0 ${pid}; do sleep 0.05; done`;
  const stop = await own({
    folder,
    disposable: options.disposable ?? false,
    stopCommand: ['/bin/sh', '-c', wait, join(folder, 'redis.pid')],
    stop: () => stopServer(pid, port, password),
  });
  return { url, pid, shared: false, stop };
}

async function readPassword(folder: string): Promise<string> {
  const file = join(folder, 'password');
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return known.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

interface Running {
  readonly pid: number;
  readonly port: number;
}

async function findRunning(folder: string, password: string): Promise<Running | undefined> {
  const pid = Number(await readFile(join(folder, 'redis.pid'), 'utf8').catch(() => ''));
  const port = Number(await readFile(join(folder, 'port'), 'utf8').catch(() => ''));
  if (!isAlive(pid) || !(port > 0)) return undefined;
  return (await answers(port, password)) ? { pid, port } : undefined;
}

/** True once the server takes our password: so it is ours, and not a stranger on the same port. */
async function answers(port: number, password: string): Promise<boolean> {
  return (await ask(port, `AUTH ${password}\r\n`, /^\+OK/)) !== undefined;
}

async function launch(folder: string, password: string, binary: RedisBinary): Promise<Running> {
  const last = Number(await readFile(join(folder, 'port'), 'utf8').catch(() => ''));
  const port = await freePort(last || undefined);
  const log = join(folder, 'redis.log');
  const config = join(folder, 'redis.conf');
  // The password goes through a file: arguments can be read by every user of the machine.
  await writeFile(config, configuration(folder, port, password, log), { mode: 0o600 });
  await writeFile(join(folder, 'port'), `${port}\n`);

  const { program, libraries } = binary;
  const command = libraries === undefined ? [program] : ['env', `LD_LIBRARY_PATH=${libraries}`, program];
  const [first = program, ...rest] = command;
  const child = spawn(first, [...rest, config], { cwd: folder, detached: true, stdio: 'ignore' });
  child.on('error', () => undefined); // seen below as a missing pid
  child.unref();
  const { pid } = child;
  const up = await waitUntil(async () => child.exitCode !== null || (await ready(port, password)), START_MS);
  if (pid === undefined || !up || child.exitCode !== null) {
    const said = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
    throw new AppError('unavailable', 'embedded_redis_start', `Redis did not start: ${said} (see ${log})`);
  }
  return { pid, port };
}

/** Answers, and has its data in memory: until then it refuses every command with LOADING. */
async function ready(port: number, password: string): Promise<boolean> {
  return (await ask(port, `AUTH ${password}\r\nPING\r\n`, /^\+OK\r\n\+PONG/)) !== undefined;
}

function configuration(folder: string, port: number, password: string, log: string): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${folder}"`,
    `pidfile "${join(folder, 'redis.pid')}"`,
    `logfile "${log}"`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

async function stopServer(pid: number, port: number, password: string): Promise<void> {
  // A dead server's port may be its successor's by now, so the process decides, and the password that it is no stranger's.
  if (!isAlive(pid) || !(await answers(port, password))) return;
  process.kill(pid, 'SIGTERM');
  const stopped = await waitUntil(async () => !isAlive(pid) || !(await answers(port, password)), STOP_MS);
  if (!stopped) process.kill(pid, 'SIGKILL');
}
