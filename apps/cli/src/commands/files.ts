import { access, constants } from 'node:fs/promises';
import { CliError } from '../http/cli-error';

/** @throws CliError before anything is sent */
export async function assertReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch((error: unknown) => {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new CliError(`${file}: ${why}.`);
  });
}
