import { projectRoot } from '@herald/embedded';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type AppName = 'api' | 'ingress' | 'worker' | 'plivo-sim';

/** An app's compiled main file: beside this one when it is compiled itself, else (in tests) in the project's dist/. */
export function mainFile(app: AppName): string {
  const beside = resolve(__dirname, '../../..', app, 'src/main.js');
  return existsSync(beside) ? beside : join(projectRoot(), 'dist/apps', app, 'src/main.js');
}
