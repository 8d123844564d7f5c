import { ConfigError, loadHostEnvironment, loadLauncherEnvironment } from '@herald/config';
import { projectRoot } from '@herald/embedded';
import { type Command } from 'commander';
import { resolve } from 'node:path';

import { type AppProcess } from './app-process';
import { untilStopped } from './interrupt';
import { isAtLeast, readableLine } from './log-line';
import { Stack } from './stack';
import { summary } from './summary';

interface StartFlags {
  readonly data?: string;
  readonly workers: string;
  readonly simPort: string;
  readonly verbose?: true;
}

const DEFAULT_SIM_PORT = '3002';

export function registerStartCommand(program: Command): void {
  program
    .command('start')
    .description('start everything: embedded services, api, ingress, workers and the simulated provider')
    .option('--data <folder>', 'data folder (DATA_DIR; .herald/data of the project)')
    .option('--workers <n>', 'how many workers', '1')
    .option('--sim-port <port>', 'port of the simulated provider, 0 for any', DEFAULT_SIM_PORT)
    .option('--verbose', "every line of every process's log")
    .action(async (flags: StartFlags) => {
      process.exitCode = await start(flags);
    });
}

/** The project's data folder, or the one that was asked for. */
export function dataFolder(flag: string | undefined, variables: NodeJS.ProcessEnv): string {
  return resolve(projectRoot(), flag ?? variables.DATA_DIR ?? '.herald/data');
}

async function start(flags: StartFlags): Promise<number> {
  const { variables, provider } = loadLauncherEnvironment();
  const dataDir = dataFolder(flags.data, variables);
  const workers = Number(flags.workers);
  const simPort = Number(flags.simPort);
  if (!Number.isInteger(workers) || workers < 0)
    throw new ConfigError([`--workers is "${flags.workers}": must be 0 or more`]);
  if (!(simPort >= 0 && simPort <= 65_535)) throw new ConfigError([`--sim-port is "${flags.simPort}": must be a port`]);

  const interrupt = untilStopped(loadHostEnvironment().underNpm);
  void interrupt.first.then(() => process.stderr.write('stopping … (Ctrl-C again to force)\n'));
  // While starting, leaving at once is safe: every process and service ends with this one.
  interrupt.onSecond(() => process.exit(130));
  let dead: ((process: AppProcess) => void) | undefined;
  const death = new Promise<AppProcess>((resolveDeath) => (dead = resolveDeath));
  const stack = await Stack.start({
    dataDir,
    variables,
    workers,
    simulator: provider === 'simulator' ? { port: simPort } : undefined,
    onStep: (text) => process.stderr.write(`${text} …\n`),
    onDeath: (process) => dead?.(process),
    onLine: (name, line) => {
      const readable = readableLine(name, line);
      if (flags.verbose === true || isAtLeast(readable.level, 'warn')) process.stderr.write(`${readable.text}\n`);
    },
  });
  const context = {
    dataDir,
    workers,
    logLevel: variables.LOG_LEVEL ?? 'info',
    dashboardUser: variables.DASHBOARD_USER ?? 'operator',
    publicUrl: variables.PUBLIC_URL,
    keyWorks: await stack.knowsApiKey(),
  };
  if (!interrupt.stopped) process.stdout.write(`${summary(stack, context)}\n`);

  const first = await Promise.race([interrupt.first, death]);
  interrupt.onSecond(() => {
    process.stderr.write('stopping at once\n');
    stack.kill();
  });
  if (typeof first === 'object') process.stderr.write(`${obituary(first, dataDir)}\n`);
  await stack.stop();
  process.stderr.write('stopped\n');
  return typeof first === 'object' ? 1 : 0;
}

function obituary({ name, tail }: AppProcess, dataDir: string): string {
  const lines = tail.map((line) => `  ${readableLine(name, line).text}`);
  return [`${name} has ended unexpectedly, so Herald stops. Its last lines (all in ${dataDir}/logs):`, ...lines].join(
    '\n',
  );
}
