import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';

interface Form {
  /** JSON parts, in order, before the file. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: string;
}

/** A form of JSON parts and one CSV file, streamed from the disk. */
export function multipartForm({ fields, file }: Form): { contentType: string; body: ReadableStream<Uint8Array> } {
  const boundary = `herald-${randomUUID()}`;
  const name = basename(file).replace(/["\r\n\\]/g, '_');
  async function* parts(): AsyncGenerator<Buffer> {
    for (const [field, value] of Object.entries(fields)) {
      yield Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(value)}\r\n`,
      );
    }
    yield Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`,
    );
    yield* createReadStream(file) as AsyncIterable<Buffer>;
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Readable.toWeb(Readable.from(parts(), { objectMode: false })) as ReadableStream<Uint8Array>,
  };
}
