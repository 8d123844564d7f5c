import { Command } from 'commander';

import { registerCommands } from './commands';
import { registerDemoCommand } from './demo/demo-command';
import { registerStartCommand } from './stack/start-command';
import { registerWipeCommand } from './stack/wipe-command';

/** All of `herald`: each module adds its own commands. */
export function createProgram(): Command {
  const program = new Command('herald').description('bulk messaging campaigns from a terminal').showHelpAfterError();
  registerStartCommand(program);
  registerWipeCommand(program);
  registerDemoCommand(program);
  registerCommands(program);
  return program;
}
