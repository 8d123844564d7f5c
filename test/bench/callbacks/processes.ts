import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { LoadPlan, LoadResult } from './load-plan';

/** Parts of this bench that run in a process of their own; each is this same bench, started with `--role`. */
export type Role = 'load' | 'baseline';

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export function forkRole(role: Role, plan?: LoadPlan): ChildProcess {
  const roleArguments = ['callbacks', '--role', role, ...(plan === undefined ? [] : ['--plan', JSON.stringify(plan)])];
  return fork(process.argv[1] ?? '', roleArguments, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Waits until the process has said where it listens. */
export async function server(child: ChildProcess): Promise<Server> {
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => {
      resolve(message.url);
    });
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${code ?? 'a signal'}`));
    });
  });
  const stop = async (): Promise<void> => {
    const exit = once(child, 'exit');
    child.disconnect();
    await exit;
  };
  return { url, pid: child.pid ?? 0, stop };
}

export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = forkRole('load', plan);
  const [result] = (await once(child, 'message')) as [LoadResult];
  return result;
}

const TICKS_PER_SECOND = 100;

/** CPU seconds a process has used, and the most memory it held. */
export async function usage(pid: number): Promise<{ cpuSeconds: number; peakMb: number }> {
  const [stat, status] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/status`)]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    peakMb: Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024),
  };
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
