import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a first start makes up, so that nothing has to be configured. Kept in one file that only its owner can read. */
export interface Secrets {
  readonly callbackSecret: string;
  readonly apiKey: string;
  readonly dashboardPassword: string;
  /** The simulated provider account. */
  readonly simulatorAuthId: string;
  readonly simulatorAuthToken: string;
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Reads the secrets, or makes them on the first start (`created`). */
export async function loadSecrets(file: string): Promise<{ secrets: Secrets; created: boolean }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return { secrets: JSON.parse(text) as Secrets, created: false };
  const secrets: Secrets = {
    callbackSecret: token(32),
    apiKey: `hk_${token(32)}`,
    dashboardPassword: token(15),
    simulatorAuthId: `MA${Array.from({ length: 18 }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join('')}`,
    simulatorAuthToken: token(30),
  };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return { secrets, created: true };
}

function token(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
