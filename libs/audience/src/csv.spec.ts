import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { BrokenCsvError, type CsvFormat, csvRecords } from './csv';
import { DELIMITERS } from './domain/delimiter';
import { RecordReader } from './domain/record-reader';

const FORMAT: CsvFormat = { encoding: 'utf-8', delimiter: ',', skip_lines: 0 };

async function read(file: Buffer | string, format: Partial<CsvFormat> = {}, size = 7): Promise<string[][]> {
  const bytes = Buffer.from(file);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const records: string[][] = [];
  for await (const batch of csvRecords(Readable.from(chunks), { ...FORMAT, ...format })) records.push(...batch);
  return records;
}

function oracle(text: string, delimiter: string): string[][] {
  return parse(text, {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
}

describe('csvRecords', () => {
  it('reads any text as csv-parse does, however it is cut', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'ö', '€', '"', '""', ',', ';', '\n', '\r\n', '\r', ' ', '"x"', '"y\nz"'), {
        maxLength: 40,
      })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom(...DELIMITERS),
        fc.integer({ min: 1, max: 9 }),
        async (file, delimiter, size) => {
          let expected: string[][] | undefined;
          try {
            expected = oracle(file, delimiter);
          } catch {
            await expect(read(file, { delimiter }, size)).rejects.toBeInstanceOf(BrokenCsvError);
            return;
          }
          expect(await read(file, { delimiter }, size)).toEqual(expected);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('reads well-formed files without the general parser', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ß', 'ễ', '"', ',', '\n', '\r', ' ') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const quoted = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','));
        const bytes = Buffer.from(`${quoted.join('\r\n')}\r\nx,y\n`).toString('latin1');
        const reader = new RecordReader(',', (latin1) => Buffer.from(latin1, 'latin1').toString());
        const records = reader.push(bytes);
        expect([reader.unsure, reader.rest]).toEqual([false, '']);
        expect(records).toEqual([...rows, ['x', 'y']]);
      }),
    );
  });

  it.each([
    ['utf-8', Buffer.from('\ufeffnäme,b\r\n1,€\r\n')],
    ['utf-16le', Buffer.from('\ufeffnäme,b\r\n1,€\r\n', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffnäme,b\r\n1,€\r\n', 'utf16le').swap16()],
    ['windows-1252', Buffer.from('n\u00e4me,b\r\n1,\u0080\r\n', 'latin1')],
  ] as const)('decodes %s', async (encoding, file) => {
    for (const size of [1, 3, 100]) {
      expect(await read(file, { encoding }, size)).toEqual([
        ['näme', 'b'],
        ['1', '€'],
      ]);
    }
  });

  it('skips lines before the header', async () => {
    expect(await read('sep=;\r\na;b\r\n1;2', { delimiter: ';', skip_lines: 1 }, 2)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('forgives stray quotes and mixed line ends', async () => {
    expect(await read('a,b\r\n5" pipe,"x" y\n1,2\r3,4')).toEqual([
      ['a', 'b'],
      ['5" pipe', '"x" y'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('says where a quote is never closed', async () => {
    const failure = read(`a,b\n${'1,2\n'.repeat(50)}"3,4\n`);
    await expect(failure).rejects.toMatchObject({ name: 'BrokenCsvError', code: 'quote_not_closed' });
  });

  it('gives up on a record of more than 16 MB', async () => {
    const failure = read(`a,b\n"${'x'.repeat(17 * 1024 * 1024)}`, {}, 256 * 1024);
    await expect(failure).rejects.toMatchObject({ name: 'BrokenCsvError', code: 'record_too_large' });
  });

  it('passes a failure of the file on', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b\n"');
      await Promise.reject(new Error('disk gone'));
    }
    const all = async () => {
      for await (const batch of csvRecords(Readable.from(failing()), FORMAT)) expect(batch.length).toBeGreaterThan(0);
    };
    await expect(all()).rejects.toThrow('disk gone');
  });
});
