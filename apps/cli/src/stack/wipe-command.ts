import { loadLauncherEnvironment } from '@herald/config';
import { AppError } from '@herald/kernel';
import { type Command } from 'commander';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

import { findHolder } from './lock';
import { dataFolder } from './start-command';

export function registerWipeCommand(program: Command): void {
  program
    .command('wipe')
    .description('delete the data folder: database, uploads, secrets, logs')
    .option('--data <folder>', 'data folder (DATA_DIR; .herald/data of the project)')
    .option('--yes', 'do not ask')
    .action(async (flags: { readonly data?: string; readonly yes?: true }) => {
      await wipe(dataFolder(flags.data, loadLauncherEnvironment().variables), flags.yes === true);
    });
}

async function wipe(dataDir: string, sure: boolean): Promise<void> {
  if ((await stat(dataDir).catch(() => undefined)) === undefined) {
    process.stdout.write(`There is no ${dataDir}.\n`);
    return;
  }
  // Any other folder that was named by mistake is not ours to delete.
  if ((await stat(join(dataDir, 'secrets.json')).catch(() => undefined)) === undefined) {
    throw new AppError(
      'conflict',
      'not_a_data_folder',
      `${dataDir} is not a data folder of Herald: it has no secrets.json.`,
    );
  }
  const holder = await findHolder(dataDir);
  if (holder !== undefined) {
    throw new AppError(
      'conflict',
      'already_running',
      `Herald is running on ${dataDir} (process ${holder.pid}). Stop it first.`,
    );
  }
  if (!sure && !(await confirmed(dataDir))) {
    process.stdout.write('Nothing was deleted.\n');
    return;
  }
  await rm(dataDir, { recursive: true, force: true });
  process.stdout.write(`Deleted ${dataDir}.\n`);
}

async function confirmed(dataDir: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Delete ${dataDir} with everything in it? Type yes: `);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
