import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { HEADER, type RowKind, RowMaker } from './messy-row';
import { seededRandom } from './seeded-random';

/** How many rows of each kind were written. */
export type RowTally = Record<RowKind, number>;

const ROWS_AT_ONCE = 500;

/**
 * Writes a CSV as real ones are: a BOM, CRLF, quoted commas and newlines, accents, formulas, numbers in a dozen styles,
 * repetitions and rows without a usable number. The same seed gives the same file; memory is constant.
 */
export async function generateCsv(
  path: string,
  rows: number,
  seed: number,
  onRows: (done: number) => void,
): Promise<RowTally> {
  const maker = new RowMaker(seededRandom(seed));
  const tally: RowTally = { good: 0, repeated: 0, bad: 0 };
  const file = createWriteStream(path, { mode: 0o600 });
  file.write(`\uFEFF${HEADER}\r\n`);
  for (let done = 0; done < rows;) {
    const end = Math.min(rows, done + ROWS_AT_ONCE);
    let text = '';
    for (; done < end; done += 1) {
      const { line, kind } = maker.next();
      text += line;
      tally[kind] += 1;
    }
    if (!file.write(text)) await once(file, 'drain');
    onRows(done);
  }
  file.end();
  await finished(file);
  return tally;
}
