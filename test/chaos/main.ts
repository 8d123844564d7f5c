import { readOptions } from './options';
import { runChaos } from './run-chaos';

async function main(args: readonly string[]): Promise<void> {
  const started = performance.now();
  const tell = (text: string): void => {
    process.stderr.write(`[${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s] ${text}\n`);
  };
  const result = await runChaos(readOptions(args), tell);
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  const { ok, broken } = result.verdict;
  tell(
    ok
      ? 'VERDICT: exact. Nobody sent twice, nobody lost, no state disagreeing.'
      : `VERDICT: BROKEN. ${broken.join('; ')}`,
  );
  process.exitCode = ok ? 0 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  // Nothing here may linger: embedded services and children end with this process.
  process.exit(2);
});
