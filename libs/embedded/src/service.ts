import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isAlive, waitUntil } from './process';
import { startWatchdog, type Watchdog } from './watchdog';

/** A database server on this machine. */
export interface Service {
  readonly url: string;
  /** The server's own process id. */
  readonly pid: number;
  /** True when it was already running and belongs to another process: then `stop` leaves it alone. */
  readonly shared: boolean;
  /** Stops the server within seconds. Safe to call twice, and after the server has died. */
  stop(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly watchdog: number;
}

const HANDOVER_MS = 30_000;

/**
 * Who stops the server that is running in `folder`?
 * `shared` – another process that lives; `adopt` – nobody; `gone` – nobody is needed any more: its owner had
 * died and its watchdog has just stopped it.
 */
export async function findOwner(folder: string): Promise<'shared' | 'adopt' | 'gone'> {
  const owner = await readOwner(folder);
  if (owner === undefined || !isAlive(owner.watchdog)) return 'adopt';
  if (isAlive(owner.pid)) return 'shared';
  const stopped = await waitUntil(() => !isAlive(owner.watchdog), HANDOVER_MS);
  return stopped ? 'gone' : 'adopt';
}

interface OwnedOptions {
  readonly folder: string;
  /** The command that stops the server; run by `stop` and, if this process dies, by the watchdog. */
  readonly stopCommand: readonly string[];
  /** Removes the folder once the server has stopped. */
  readonly disposable: boolean;
  readonly stop: () => Promise<void>;
}

/** Makes this process the owner: the server stops with it, however it ends. Returns the stop function. */
export async function own(options: OwnedOptions): Promise<() => Promise<void>> {
  const { folder, disposable } = options;
  const watchdog = startWatchdog(options.stopCommand, disposable ? folder : undefined);
  await writeFile(join(folder, 'owner'), `${process.pid}\n${watchdog.pid}\n`);
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stopOwned(options, watchdog));
}

async function stopOwned({ folder, disposable, stop }: OwnedOptions, watchdog: Watchdog): Promise<void> {
  await stop();
  watchdog.dismiss();
  if (disposable) await rm(folder, { recursive: true, force: true });
  else if ((await readOwner(folder))?.watchdog === watchdog.pid) await rm(join(folder, 'owner'), { force: true });
}

async function readOwner(folder: string): Promise<Owner | undefined> {
  const text = await readFile(join(folder, 'owner'), 'utf8').catch(() => '');
  const [pid, watchdog] = text.split('\n').map(Number);
  return pid === undefined || watchdog === undefined ? undefined : { pid, watchdog };
}
