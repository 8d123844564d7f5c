import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../../dist/apps/plivo-sim/src/main.js');
const children: ChildProcess[] = [];

beforeAll(() => {
  if (!existsSync(MAIN)) throw new Error('run `npm run build` first: this starts the built simulator');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<{ event: string; url: string }> {
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return JSON.parse(line.toString()) as { event: string; url: string };
}

describe('the simulator as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends on %s within a second', async (signal) => {
    const child = start('--seed', '5');
    const { event, url } = await firstLine(child);
    expect(event).toBe('listening');
    expect((await fetch(`${url}/_sim/health`)).status).toBe(200);
    const begin = performance.now();
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('ends with its parent when told to', async () => {
    const child = start('--exit-with-parent');
    await firstLine(child);
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('names a wrong option and ends with 2', async () => {
    const child = start('--options', '{"limits":{"requests":"many"}}');
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const [[code]] = (await Promise.all([once(child, 'exit'), once(child.stderr ?? child, 'close')])) as [
      [number],
      unknown,
    ];
    expect(code).toBe(2);
    expect(text).toContain('limits.requests');
    expect(text).toContain('(was "many")');
  });
});
