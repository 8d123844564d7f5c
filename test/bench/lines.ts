import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

/** All lines of an answer in NDJSON. */
export async function linesOf<T>({ body }: Response): Promise<T[]> {
  const found: T[] = [];
  if (body === null) return found;
  for await (const line of createInterface({ input: Readable.fromWeb(body) })) found.push(JSON.parse(line) as T);
  return found;
}
