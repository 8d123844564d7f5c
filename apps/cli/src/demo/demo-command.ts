import { ConfigError, loadHostEnvironment } from '@herald/config';
import { projectRoot } from '@herald/embedded';
import { AppError } from '@herald/kernel';
import { type Command, InvalidArgumentError } from 'commander';
import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { untilStopped } from '../stack/interrupt';
import { findHolder } from '../stack/lock';
import { type DemoOptions, runDemo } from './run-demo';

interface DemoFlags {
  readonly recipients: number;
  readonly csv?: string;
  readonly defaultCountry: string;
  readonly json?: string;
  readonly seed: number;
  readonly workers: number;
  readonly rate: number;
}

const INTERRUPTED = 130;

export function registerDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('the main job from nothing, on services and a data folder of its own, with the simulated provider')
    .option('--recipients <n>', 'rows of the CSV that is made', positive, 20_000)
    .option('--csv <file>', 'a CSV of yours instead')
    .option('--default-country <code>', 'country of numbers without a prefix', 'US')
    .option('--json <file>', 'write the report and both ledgers there')
    .option('--seed <n>', 'another CSV and other receipts', positive, 1)
    .option('--workers <n>', 'how many workers', positive, 1)
    .option('--rate <n>', 'messages a second of the simulated account', positive, 1_000)
    .action(async (flags: DemoFlags) => {
      process.exitCode = await demo(flags);
    });
}

async function demo(flags: DemoFlags): Promise<number> {
  const { underNpm, variables } = loadHostEnvironment();
  const folder = join(projectRoot(), '.herald/demo');
  const holder = await findHolder(join(folder, 'data'));
  if (holder !== undefined) {
    throw new AppError('conflict', 'already_running', `A demo is running already (process ${holder.pid}).`);
  }
  const csvFile = flags.csv === undefined ? undefined : resolve(flags.csv);
  if (csvFile !== undefined && (await stat(csvFile).catch(() => undefined))?.isFile() !== true) {
    throw new ConfigError([`--csv is "${csvFile}": must be a file`]);
  }
  await rm(folder, { recursive: true, force: true });

  const interrupt = untilStopped(underNpm);
  interrupt.onSecond(() => process.exit(INTERRUPTED));
  const options: DemoOptions = {
    ...flags,
    folder,
    csvFile,
    jsonFile: flags.json === undefined ? undefined : resolve(flags.json),
    variables,
    interrupted: interrupt.first,
  };
  let agree = false;
  try {
    agree = await runDemo(options);
  } finally {
    if (agree || interrupt.stopped) await rm(folder, { recursive: true, force: true });
    else process.stderr.write(`What is left of it, logs included, is in ${folder}.\n`);
  }
  return interrupt.stopped ? INTERRUPTED : agree ? 0 : 1;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number above 0');
  return value;
}
