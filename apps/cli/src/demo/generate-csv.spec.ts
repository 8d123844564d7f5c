import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { generateCsv } from './generate-csv';
import { madeUpNumber } from './made-up-numbers';

describe('madeUpNumber', () => {
  it('gives a valid mobile number of its country for every index', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), (index) => {
        const { callingCode, country, national } = madeUpNumber(index);
        const parsed = parsePhoneNumberFromString(`+${callingCode}${national}`);
        expect(parsed?.isValid()).toBe(true);
        expect(parsed?.country).toBe(country);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never gives the same number for two indexes', () => {
    const numbers = new Set<string>();
    for (let index = 0; index < 300_000; index += 1) {
      const { callingCode, national } = madeUpNumber(index);
      numbers.add(callingCode + national);
    }
    expect(numbers.size).toBe(300_000);
  });
});

describe('generateCsv', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-csv-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes the same file for the same seed, and another for another', async () => {
    const digest = async (name: string, seed: number): Promise<string> => {
      await generateCsv(join(folder, name), 2_000, seed, () => undefined);
      return createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex');
    };
    const [first, again, other] = [await digest('a', 1), await digest('b', 1), await digest('c', 2)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('writes every row it was asked for, some of each kind', async () => {
    const tally = await generateCsv(join(folder, 'd'), 5_000, 7, () => undefined);
    expect(tally.good + tally.repeated + tally.bad).toBe(5_000);
    expect(Math.min(tally.good, tally.repeated, tally.bad)).toBeGreaterThan(50);
  });
});
