import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface BuiltRun<Json> {
  readonly code: number | null;
  readonly json: Json;
  readonly progress: string;
}

/** A built script that prints one JSON, in a process of its own, as a person starts it. */
export async function runBuilt<Json>(script: string, args: readonly string[]): Promise<BuiltRun<Json>> {
  const child = spawn(process.execPath, [join(process.cwd(), script), ...args], {
    // A failed run keeps its folder for a look; here it goes with everything else the tests leave.
    env: { ...process.env, TMPDIR: process.env.TEST_FOLDER },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let progress = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (progress += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (out === '') throw new Error(`the run printed no result (exit code ${String(code)}):\n${progress}`);
  return { code, json: JSON.parse(out) as Json, progress };
}
