import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { waitFor } from './wait-for';

/** The built `herald` command, as a person runs it. */
export interface Launcher {
  readonly child: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Resolves with the exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  whenUp(): Promise<void>;
}

const START_MS = 60_000;

/** Runs `herald …` with nothing in the environment but what is given. */
export function herald(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Launcher {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/apps/cli/src/main.js'), ...args], {
    env: { PATH, HOME, API_PORT: '0', INGRESS_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    exited,
    output: () => text,
    whenUp: async () => {
      await waitFor('Herald to be up', () => text.includes('Herald is up.') || child.exitCode !== null, START_MS);
      if (child.exitCode !== null) throw new Error(`it ended instead:\n${text}`);
    },
  };
}

/** Running processes that have `text` in their command or environment (Linux: elsewhere an empty list). */
export async function processesWith(text: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment, status] = await Promise.all(
        ['cmdline', 'environ', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      if (/^State:\s+Z/m.test(status ?? '') || Number(pid) === process.pid) return undefined;
      return `${command ?? ''}${environment ?? ''}`.includes(text)
        ? `${pid} ${command?.replaceAll('\0', ' ') ?? ''}`
        : undefined;
    }),
  );
  return found.filter((line) => line !== undefined);
}
