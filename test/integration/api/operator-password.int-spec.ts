import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordHash } from '../../../apps/api/src/access/operator-login';
import { operatorPassword } from '../../../apps/api/src/access/operator-password';

describe('the operator password', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-password-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made up once, by one of many processes that start together, and kept as a hash', async () => {
    const found = await Promise.all(Array.from({ length: 10 }, () => operatorPassword(undefined, folder)));
    const made = found.flatMap(({ generated }) => (generated === undefined ? [] : [generated]));
    expect(made).toHaveLength(1);
    for (const { hash } of found) expect(hash).toEqual(passwordHash(String(made[0])));
    const path = join(folder, 'dashboard-password.sha256');
    expect(await readFile(path, 'utf8')).not.toContain(String(made[0]));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is the configured one where there is one, and leaves no file', async () => {
    const found = await operatorPassword('configured password', folder);
    expect(found).toEqual({ hash: passwordHash('configured password') });
    await expect(stat(join(folder, 'dashboard-password.sha256'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not guessed from a file that holds something else', async () => {
    await writeFile(join(folder, 'dashboard-password.sha256'), 'nonsense');
    await expect(operatorPassword(undefined, folder)).rejects.toThrow(/holds no SHA-256/);
  });
});
