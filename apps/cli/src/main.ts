import { createProgram } from './program';
import { explain } from './stack/start-command';

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const text = explain(error) ?? (error instanceof Error ? error.stack : String(error));
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
