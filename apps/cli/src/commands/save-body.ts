import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../http/cli-error';
import type { Session } from './shell';

/** Streams an answer's body into a file, or to stdout. A file is there only once it is whole. */
export async function saveBody({ shell }: Session, response: Response, file: string | undefined): Promise<void> {
  if (response.body === null) return;
  const body = Readable.fromWeb(response.body);
  if (file === undefined) {
    const decoder = new TextDecoder();
    for await (const chunk of body as AsyncIterable<Uint8Array>)
      shell.stdout.write(decoder.decode(chunk, { stream: true }));
    return;
  }
  const partial = `${file}.partial`;
  try {
    await pipeline(body, createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw new CliError(`${file} was not written: ${(error as Error).message}.`);
  }
  shell.stderr.write(`${file} is written.\n`);
}
