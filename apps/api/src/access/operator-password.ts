import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { passwordHash } from './operator-login';

const FILE = 'dashboard-password.sha256';
const PASSWORD_BYTES = 18;

interface OperatorPassword {
  readonly hash: Buffer;
  /** Made up just now: the one chance to tell it. */
  readonly generated?: string;
}

/**
 * The configured password, or one made up on the first start. Only its hash is kept (in the data folder), so that later starts
 * accept it without being able to tell it. Of two processes that start at once, one makes the file and the other reads it.
 */
export async function operatorPassword(configured: string | undefined, dataDir: string): Promise<OperatorPassword> {
  if (configured !== undefined) return { hash: passwordHash(configured) };
  const path = join(dataDir, FILE);
  const generated = randomBytes(PASSWORD_BYTES).toString('base64url');
  const hash = passwordHash(generated);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(path, `${hash.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return { hash, generated };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { hash: await readHash(path) };
  }
}

async function readHash(path: string): Promise<Buffer> {
  const hash = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
  if (hash.length === 32) return hash;
  throw new Error(
    `${path} holds no SHA-256. Remove it to have a new dashboard password made up, or set DASHBOARD_PASSWORD.`,
  );
}
