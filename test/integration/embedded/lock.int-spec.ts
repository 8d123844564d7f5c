import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findHolder, lockDataFolder } from '../../../apps/cli/src/stack/lock';

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('refuses a second holder and names the first with its URLs', async () => {
    const lock = await lockDataFolder(folder);
    await lock.publish({ api: 'http://127.0.0.1:3000' });
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'already_running' });
    await expect(lockDataFolder(folder)).rejects.toThrow(`process ${process.pid}`);
    await expect(lockDataFolder(folder)).rejects.toThrow('http://127.0.0.1:3000');
    await lock.release();
    await expect(lockDataFolder(folder)).resolves.toBeDefined();
  });

  it('lets one of many through', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes over from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: child.pid, born: '1', urls: {} }));
    await expect(lockDataFolder(folder)).resolves.toBeDefined();
    expect(await findHolder(folder)).toMatchObject({ pid: process.pid });
  });

  it('takes over when the process id belongs to another process by now', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, born: 'long ago', urls: {} }));
    await expect(lockDataFolder(folder)).resolves.toBeDefined();
  });

  it('takes over a lock that is not readable, and leaves no draft behind', async () => {
    await writeFile(join(folder, 'lock'), 'half a lo');
    await lockDataFolder(folder);
    expect(await readdir(folder)).toEqual(['lock']);
  });
});
