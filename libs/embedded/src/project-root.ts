import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package-lock.json, from the sources and from dist/ alike. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}
