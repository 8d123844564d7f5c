import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/**
 * Writes one JSON object whose arrays are streamed, so that ledgers of millions need no memory.
 *
 * @param plain members written as they are
 * @param arrays members written entry by entry
 */
export async function writeJsonFile(
  path: string,
  plain: Readonly<Record<string, unknown>>,
  arrays: Readonly<Record<string, AsyncIterable<unknown>>>,
): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  const write = async (text: string): Promise<void> => {
    if (!file.write(text)) await once(file, 'drain');
  };
  const members = Object.entries(plain).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  await write(`{\n${members.join(',\n')}`);
  for (const [name, entries] of Object.entries(arrays)) {
    await write(`,\n${JSON.stringify(name)}: [`);
    let separator = '\n';
    for await (const entry of entries) {
      await write(separator + JSON.stringify(entry));
      separator = ',\n';
    }
    await write('\n]');
  }
  file.end('\n}\n');
  await finished(file);
}
