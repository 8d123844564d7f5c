import { AppError } from '@herald/kernel';

import { readCommandLine, USAGE } from './command-line';
import { startSimulator } from './simulator';

const EXIT_WRONG_USE = 2;
const LONGEST_CLOSE_MS = 800;

async function main(): Promise<void> {
  const { start, exitWithParent, help } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(start);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), LONGEST_CLOSE_MS).unref();
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (exitWithParent) {
    process.stdin.resume();
    process.stdin.once('end', end);
    process.stdin.once('close', end);
    process.stdin.once('error', end);
  }
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: simulator.url })}\n`);
}

main().catch((error: unknown) => {
  const expected = error instanceof AppError;
  process.stderr.write(`${expected ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exit(expected ? EXIT_WRONG_USE : 1);
});
