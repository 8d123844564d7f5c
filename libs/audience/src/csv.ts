import { CsvError, type Options, type Parser, parse } from 'csv-parse';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Delimiter } from './domain/delimiter';
import type { Encoding } from './domain/encoding';

export interface CsvFormat {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Lines before the first record. */
  readonly skip_lines: number;
}

/** More than this in one record is a quote that was never closed rather than a row. */
const MAX_RECORD_LENGTH = 16 * 1024 * 1024;

/** The file can't be read as a CSV from some record on. */
export class BrokenCsvError extends Error {
  constructor(
    readonly code: 'quote_not_closed' | 'record_too_large' | 'broken_csv',
    message: string,
  ) {
    super(message);
    this.name = 'BrokenCsvError';
  }
}

/**
 * Streams the records of a file in batches, the header among them. Lenient where people's files are: stray quotes within a cell, rows of another
 * length and empty lines are no errors.
 *
 * @throws BrokenCsvError from the iteration
 */
export function csvRecords(file: Readable, format: CsvFormat): AsyncIterable<string[][]> {
  const parser = parse(parserOptions(format));
  const steps = format.encoding === 'utf-8' ? [file, parser] : [file, decoder(format.encoding), parser];
  // A failure before the parser destroys the parser with the same error.
  pipeline(steps as [Readable, Parser]).catch(() => undefined);
  return batchesOf(parser);
}

/** The records that are complete within the beginning of a file. */
export function sampleRecords(text: string, format: Omit<CsvFormat, 'encoding'>, limit: number): string[][] {
  const parser = parse({ ...parserOptions(format), to: limit });
  const records: string[][] = [];
  parser.on('error', () => undefined);
  parser.write(text);
  for (let record: unknown = parser.read(); record !== null; record = parser.read()) records.push(record as string[]);
  parser.destroy();
  return records;
}

export function decode(bytes: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function parserOptions({ delimiter, skip_lines }: Omit<CsvFormat, 'encoding'>): Options {
  return {
    bom: true,
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_LENGTH,
    from_line: skip_lines + 1,
  };
}

/** Batches of what one chunk of the file held: reading them one by one would cost a turn of the event loop for each. */
async function* batchesOf(parser: Parser): AsyncGenerator<string[][]> {
  const ended: { yes: boolean; failure?: Error } = { yes: false };
  let wake: () => void = () => undefined;
  const stir = () => {
    wake();
  };
  parser.on('readable', stir);
  parser.on('close', () => {
    ended.yes = true;
    stir();
  });
  parser.on('error', (error) => {
    ended.failure = error;
  });
  try {
    for (;;) {
      const batch: string[][] = [];
      for (let record: unknown = parser.read(); record !== null; record = parser.read()) {
        batch.push(record as string[]);
      }
      if (batch.length > 0) yield batch;
      else if (ended.failure !== undefined) throw broken(ended.failure);
      else if (ended.yes || parser.readableEnded) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    parser.destroy();
  }
}

function broken(error: Error): Error {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === 'number' ? ` (line ${String(error.lines)})` : '';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new BrokenCsvError('quote_not_closed', `A quoted cell never ends${line}. Close the quote and import again.`);
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new BrokenCsvError('record_too_large', `A row is larger than 16 MB${line}: is a quote never closed?`);
  }
  return new BrokenCsvError('broken_csv', `The file can’t be read as a CSV${line}.`);
}

function decoder(encoding: Encoding): Transform {
  const text = new TextDecoder(encoding);
  return new Transform({
    transform(chunk: Buffer, _, done) {
      done(null, Buffer.from(text.decode(chunk, { stream: true })));
    },
    flush(done) {
      done(null, Buffer.from(text.decode()));
    },
  });
}
