import { isAlive } from '@herald/embedded';
import { AppError } from '@herald/kernel';
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who runs on a data folder. `born` tells a process from a later one with the same id (Linux; '' elsewhere). */
interface Holder {
  readonly pid: number;
  readonly born: string;
  readonly urls: Readonly<Record<string, string>>;
}

export interface DataLock {
  /** Puts into the lock where things are, for a second start to say. */
  publish(urls: Readonly<Record<string, string>>): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes a data folder for this process. A lock whose process is gone is taken over.
 *
 * @throws AppError `already_running`, which names the process and where everything is
 */
export async function lockDataFolder(dataDir: string): Promise<DataLock> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'lock');
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  const me: Holder = { pid: process.pid, born: await bornAt(process.pid), urls: {} };
  try {
    await writeFile(draft, JSON.stringify(me));
    while (!(await linked(draft, file))) await removeStale(file, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return {
    publish: async (urls) => {
      await writeFile(draft, JSON.stringify({ ...me, urls }));
      await rename(draft, file);
    },
    release: () => rm(file, { force: true }),
  };
}

/** The process that runs on a data folder, if any. */
export async function findHolder(dataDir: string): Promise<Holder | undefined> {
  const holder = parse(await readFile(join(dataDir, 'lock'), 'utf8').catch(() => ''));
  if (holder === undefined || !isAlive(holder.pid)) return undefined;
  return holder.born === (await bornAt(holder.pid)) ? holder : undefined;
}

/** A hard link appears whole or not at all, so nobody ever reads half a lock. */
async function linked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(file: string, dataDir: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => '');
  const holder = await findHolder(dataDir);
  if (holder !== undefined) {
    const places = Object.entries(holder.urls).map(([name, url]) => `\n  ${name}: ${url}`);
    const text = `Herald is already running on ${dataDir} (process ${holder.pid}).${places.join('')}`;
    throw new AppError('conflict', 'already_running', text);
  }
  // Two starts may find the same stale lock: move it aside, and put it back if it was a fresh one after all.
  const aside = `${file}.stale.${process.pid}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => before);
  if (moved !== before) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

/** Start time in clock ticks since boot: field 22 of /proc/…/stat, counted after the name, which may hold spaces. */
async function bornAt(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
