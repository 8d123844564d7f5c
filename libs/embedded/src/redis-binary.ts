import { AppError } from '@herald/kernel';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './process';

/** A server program and, for one that was unpacked and not installed, where its libraries are. */
export interface RedisBinary {
  readonly program: string;
  readonly libraries?: string;
}

const NAMES = ['valkey-server', 'redis-server'];
const MORE_FOLDERS = [
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/opt/homebrew/opt/valkey/bin',
  '/opt/homebrew/opt/redis/bin',
];
const TRIPLETS: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
// What redis-server needs on Debian 12, for a machine where apt cannot work out an installation.
const DEBIAN_12 =
  'redis-server redis-tools libjemalloc2 liblua5.1-0 liblzf1 libatomic1 lua-cjson lua-bitop libhiredis0.14'.split(' ');

/**
 * A real Redis: from PATH, from Homebrew, from the cache, or the distribution's package unpacked into the cache without
 * root (Debian and Ubuntu; about 1.5 MB and a second or two, once).
 *
 * @throws AppError `embedded_redis_missing` with the one command that helps on this system
 */
export async function findRedis(cacheDir: string): Promise<RedisBinary> {
  const installed = await findInstalled();
  if (installed !== undefined) return { program: installed };
  const folder = join(cacheDir, `redis-${process.platform}-${process.arch}`);
  const cached = await unpacked(folder);
  if (cached !== undefined) return cached;
  const failure = await fetchDebianPackage(cacheDir, folder);
  const fetched = await unpacked(folder);
  if (fetched !== undefined) return fetched;
  throw await missing(failure);
}

async function findInstalled(): Promise<string | undefined> {
  for (const name of NAMES) {
    const { code, stdout } = await run(['/bin/sh', '-c', `command -v ${name}`]);
    if (code === 0 && stdout.startsWith('/')) return stdout.trim();
    for (const folder of MORE_FOLDERS) {
      const program = join(folder, name);
      if (await isProgram(program)) return program;
    }
  }
  return undefined;
}

/** The unpacked server, if it starts here: a cache may have come from another machine. */
async function unpacked(folder: string): Promise<RedisBinary | undefined> {
  const program = join(folder, 'usr/bin/redis-server');
  const libraries = join(folder, 'usr/lib', TRIPLETS[process.arch] ?? '');
  const { code } = await run(['env', `LD_LIBRARY_PATH=${libraries}`, program, '--version']);
  return code === 0 ? { program, libraries } : undefined;
}

/** Returns what went wrong, or '' when all went well. */
async function fetchDebianPackage(cacheDir: string, folder: string): Promise<string> {
  if ((await run(['/bin/sh', '-c', 'command -v apt-get && command -v dpkg'])).code !== 0) return 'no apt-get here';
  await mkdir(cacheDir, { recursive: true });
  const draft = await mkdtemp(join(cacheDir, 'redis-draft-'));
  try {
    const lists = join(draft, 'lists');
    const archives = join(draft, 'cache/archives');
    await mkdir(join(lists, 'partial'), { recursive: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    // Lists and cache of its own, no lock, no change of user: nothing here needs root or touches the system.
    const own = ['-q', '-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${join(draft, 'cache')}`];
    const quiet = ['-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=', '-o', 'Acquire::Languages=none'];
    const apt = ['apt-get', ...own, ...quiet];
    const update = await run([...apt, 'update']);
    const install = [...apt, '-y', '--no-install-recommends', '--download-only', 'install', 'redis-server'];
    let download = await run(install);
    if (download.code !== 0) download = await run([...apt, 'download', ...DEBIAN_12], { cwd: archives });
    if (download.code !== 0) return `${update.stderr}\n${download.stderr}`.trim();

    const root = join(draft, 'root');
    for (const name of await readdir(archives)) {
      if (!name.endsWith('.deb')) continue;
      const result = await run(['dpkg', '-x', join(archives, name), root]);
      if (result.code !== 0) return result.stderr;
    }
    await rm(folder, { recursive: true, force: true });
    await rename(root, folder).catch(() => undefined); // another start may have put it there first
    return '';
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function missing(failure: string): Promise<AppError> {
  const advice: readonly (readonly [string, string])[] = [
    ['brew', 'brew install valkey'],
    ['apt-get', 'sudo apt-get install redis-server'],
    ['dnf', 'sudo dnf install valkey'],
    ['pacman', 'sudo pacman -S valkey'],
    ['apk', 'apk add valkey'],
    ['docker', 'docker run -d -p 127.0.0.1:6379:6379 valkey/valkey, then REDIS_URL=redis://127.0.0.1:6379'],
  ];
  let command = 'install valkey-server or redis-server';
  for (const [tool, line] of advice) {
    if ((await run(['/bin/sh', '-c', `command -v ${tool}`])).code !== 0) continue;
    command = line;
    break;
  }
  const text = `Herald needs a Redis server and found none. Run: ${command}\n(or set REDIS_URL). Tried: ${failure}`;
  return new AppError('unavailable', 'embedded_redis_missing', text);
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
