import { readOptions } from './options';
import { runStopRace } from './run-stop-race';

async function main(args: readonly string[]): Promise<void> {
  const started = performance.now();
  const tell = (text: string): void => {
    process.stderr.write(`[${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s] ${text}\n`);
  };
  const result = await runStopRace(readOptions(args), tell);
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  const { ok, broken, committed_before_their_claim: early, saved_between_feed_and_claim: saved } = result.verdict;
  tell(
    ok && result.verified
      ? `VERDICT: nobody was sent to after their STOP. ${early} were in time, ${saved} of them after their batch was fed.`
      : `VERDICT: BROKEN. ${[...broken, ...(result.verified ? [] : ['verify failed'])].join('; ')}`,
  );
  process.exitCode = ok && result.verified ? 0 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  // Nothing here may linger: embedded services and children end with this process.
  process.exit(2);
});
