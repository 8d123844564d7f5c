import { Command } from 'commander';
import { registerCommands } from '../../../apps/cli/src/commands';
import type { Shell } from '../../../apps/cli/src/commands/shell';

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as `herald …` would, in this process. `onOutput` sees the output as it grows, `ask` answers questions. */
export async function runCli(
  args: readonly string[],
  onOutput?: (text: string) => void,
  ask?: Shell['ask'],
): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  let code = 0;
  const program = new Command('herald');
  registerCommands(program, {
    stdout: {
      columns: 100,
      write: (text) => {
        stdout += text;
        onOutput?.(stdout + stderr);
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
        onOutput?.(stdout + stderr);
      },
    },
    exit: (given) => (code = given),
    ...(ask === undefined ? {} : { ask }),
  });
  await program.parseAsync([...args], { from: 'user' });
  return { code, stdout, stderr };
}
