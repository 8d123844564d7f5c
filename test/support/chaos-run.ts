import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What `npm run chaos` prints, as far as specs read it. */
interface ChaosJson {
  readonly seed: number;
  readonly verdict: {
    readonly ok: boolean;
    readonly sent_twice: number;
    readonly lost: number;
    readonly states_disagreeing: number;
    readonly unknown_settled_without_a_person: number;
    readonly broken: readonly string[];
  };
  readonly faults: { readonly in_all: number; readonly by_kind: Readonly<Record<string, number>> };
}

/** The built chaos run in a process of its own, as a person starts it. */
export async function chaosRun(
  args: readonly string[],
): Promise<{ code: number | null; json: ChaosJson; progress: string }> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/test/chaos/main.js'), ...args], {
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
  return { code, json: JSON.parse(out) as ChaosJson, progress };
}
