import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { firstMessage } from '../first-message';
import type { LoadPlan, LoadResult, SustainedPlan, SustainedResult } from './load-plan';

/** Parts of this bench that run in a process of their own; each is this same bench, started with `--role`. */
export type Role = 'load' | 'sustained-load' | 'baseline';

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export function forkRole(role: Role, plan?: LoadPlan | SustainedPlan): ChildProcess {
  const roleArguments = ['callbacks', '--role', role, ...(plan === undefined ? [] : ['--plan', JSON.stringify(plan)])];
  return fork(process.argv[1] ?? '', roleArguments, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Waits until the process has said where it listens. */
export async function server(child: ChildProcess): Promise<Server> {
  const { url } = await firstMessage<{ url: string }>(child);
  const stop = async (): Promise<void> => {
    const exit = once(child, 'exit');
    child.disconnect();
    await exit;
  };
  return { url, pid: child.pid ?? 0, stop };
}

export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  return firstMessage<LoadResult>(forkRole('load', plan));
}

export async function runSustained(plan: SustainedPlan): Promise<SustainedResult> {
  return firstMessage<SustainedResult>(forkRole('sustained-load', plan));
}

/** The result of a role. Only then may the channel be closed: a megabyte (what was acknowledged of a million messages) does not go at once. */
export async function tellParent(result: object): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.send?.(result, undefined, undefined, (error: Error | null) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  process.disconnect();
}

const TICKS_PER_SECOND = 100;

/** CPU seconds used by a process and by the children it has now. */
export async function cpuSeconds(pid: number): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(ids.map((id) => statOf(id)));
  return stats.reduce((sum, { id, parent, seconds }) => (id === pid || parent === pid ? sum + seconds : sum), 0);
}

async function statOf(name: string): Promise<{ id: number; parent: number; seconds: number }> {
  const stat = await read(`/proc/${name}/stat`);
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  return { id: Number(name), parent, seconds: ((fields[11] ?? 0) + (fields[12] ?? 0)) / TICKS_PER_SECOND };
}

/** The most memory a process has held. */
export async function peakMb(pid: number): Promise<number> {
  const status = await read(`/proc/${pid}/status`);
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
