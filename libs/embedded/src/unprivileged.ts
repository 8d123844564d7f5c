import { AppError } from '@herald/kernel';
import { chown, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './process';

const NOBODY = 65534;

/** Turns a command into one that Postgres accepts: it refuses to run as root. */
export type Wrap = (command: readonly string[]) => string[];

/** Which way root took; forced by tests alone. */
export type RootWay = 'namespace' | 'nobody';

/**
 * As an ordinary user, the command itself. As root, one of two ways that create no user:
 * in a user namespace where root's own files belong to uid 1000, or, where namespaces are barred (containers, hardened
 * kernels) or the files belong to somebody else, as `nobody` with the single capability to pass through root's folders.
 *
 * @param folder made if missing; belongs to the uid the command will have
 * @param probe a command that must succeed, to show that the way works
 * @throws AppError `embedded_postgres_root`
 */
export async function unprivileged(folder: string, probe: readonly string[], only?: RootWay): Promise<Wrap> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return (command) => [...command];
  const writes = ['/bin/sh', '-c', 'test -w "$0" && exec "$@"', folder, ...probe];

  if (only !== 'nobody') {
    await give(folder, 0);
    if ((await run(inNamespace(writes))).code === 0) return inNamespace;
  }
  if (only !== 'namespace') {
    await give(folder, NOBODY);
    if ((await run(asNobody(writes))).code === 0) return asNobody;
  }
  throw new AppError(
    'unavailable',
    'embedded_postgres_root',
    'Postgres does not run as root, and neither unshare nor setpriv works here. ' +
      'Start Herald as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
  );
}

const inNamespace: Wrap = (command) => ['unshare', '--user', '--map-user=1000', '--map-group=1000', ...command];

const asNobody: Wrap = (command) => [
  'setpriv',
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--inh-caps=-all,+dac_override',
  '--ambient-caps=-all,+dac_override',
  ...command,
];

/** Postgres insists that its folder belongs to it. The walk is skipped when the top already does. */
async function give(path: string, uid: number): Promise<void> {
  const status = await lstat(path);
  if (status.uid === uid) return;
  if (status.isDirectory()) for (const name of await readdir(path)) await give(join(path, name), uid);
  if (!status.isSymbolicLink()) await chown(path, uid, uid);
}
