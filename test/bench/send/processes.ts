import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { firstMessage } from '../first-message';

export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

const APPS = join(__dirname, '../../../apps');

/** The simulator without callbacks, in a process of its own; without limits, but for those given. */
export async function runSimulator(limits: object = {}): Promise<Running & { readonly url: string }> {
  const options = { callbacks: { enabled: false }, limits };
  const flags = ['--preset', 'open', '--options', JSON.stringify(options)];
  const child = spawn(process.execPath, [join(APPS, 'plivo-sim/src/main.js'), ...flags, '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { url: (JSON.parse(line) as { url: string }).url, pid: child.pid ?? 0, stop: () => end(child) };
}

/** A real worker process; resolves when it is up. */
export async function runWorker(env: NodeJS.ProcessEnv): Promise<Running> {
  const child = fork(join(APPS, 'worker/src/main.js'), [], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await firstMessage(child);
  return { pid: child.pid ?? 0, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
