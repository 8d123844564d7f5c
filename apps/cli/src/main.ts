import { ConfigError } from '@herald/config';
import { AppError } from '@herald/kernel';

import { CliError, EXIT_FAILED } from './http/cli-error';
import { createProgram } from './program';

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = error instanceof CliError ? error.exitCode : EXIT_FAILED;
  });

/** An expected failure as a person reads it; any other one with its stack. */
function explain(error: unknown): string {
  if (error instanceof AppError || error instanceof ConfigError || error instanceof CliError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
