import { CsvError, type Options, type Parser, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Delimiter } from './domain/delimiter';
import type { Encoding } from './domain/encoding';
import { RecordReader } from './domain/record-reader';

export interface CsvFormat {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Lines before the first record. */
  readonly skip_lines: number;
}

/** More than this in one record is a quote that was never closed rather than a row. */
const MAX_RECORD_LENGTH = 16 * 1024 * 1024;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

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
 * Streams the records of a file in batches, the header among them. Lenient where people's files are: stray quotes within a cell, rows of
 * another length, mixed line ends and empty lines are no errors.
 *
 * @throws BrokenCsvError from the iteration
 */
export async function* csvRecords(file: Readable, format: CsvFormat): AsyncGenerator<string[][]> {
  const reader = new RecordReader(format.delimiter, (bytes) => Buffer.from(bytes, 'latin1').toString());
  const chunks = utf8Of(file, format);
  for await (const chunk of chunks) {
    const records = reader.push(chunk.toString('latin1'));
    if (records.length > 0) yield records;
    if (reader.unsure || reader.restLength > MAX_RECORD_LENGTH) {
      yield* parsedRecords(startingWith(Buffer.from(reader.rest, 'latin1'), chunks), format.delimiter);
      return;
    }
  }
  // A last line without an end, or a quote without one: the general parser knows which.
  if (reader.restLength > 0) yield* parsedRecords([Buffer.from(reader.rest, 'latin1')], format.delimiter);
}

async function* startingWith(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); next.done !== true; next = await others.next()) yield next.value;
}

/** A file as UTF-8, without byte order mark and the lines to skip. */
async function* utf8Of(file: Readable, { encoding, skip_lines }: CsvFormat): AsyncGenerator<Buffer> {
  let toSkip = skip_lines;
  let begin = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of recoded(file, encoding)) {
    if (begun) {
      yield chunk;
      continue;
    }
    begin = Buffer.concat([begin, chunk]);
    // The mark's three bytes may come one by one.
    if (begin.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.indexOf(begin) === 0) continue;
    if (begin.indexOf(BYTE_ORDER_MARK) === 0) begin = begin.subarray(BYTE_ORDER_MARK.length);
    for (let end = begin.indexOf('\n'); toSkip > 0 && end !== -1; end = begin.indexOf('\n')) {
      begin = begin.subarray(end + 1);
      toSkip--;
    }
    if (toSkip > 0) continue;
    begun = true;
    yield begin;
  }
  if (!begun && toSkip === 0 && begin.length > 0) yield begin;
}

async function* recoded(file: Readable, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of file) yield Buffer.from(decoder.decode(chunk as Buffer, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function parsedRecords(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  delimiter: Delimiter,
): AsyncIterable<string[][]> {
  const parser = parse(parserOptions({ delimiter, skip_lines: 0 }));
  // A failure of the source destroys the parser with the same error.
  pipeline(Readable.from(chunks), parser).catch(() => undefined);
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
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
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
