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
export function multipartForm({ fields, file }: Form): Multipart {
  return multipart(async function* (boundary) {
    for (const [field, value] of Object.entries(fields)) {
      yield Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(value)}\r\n`,
      );
    }
    yield* filePart(boundary, file, 'text/csv');
  });
}

/** A form of files, streamed from the disk. */
export function multipartFiles(files: readonly string[]): Multipart {
  return multipart(async function* (boundary) {
    for (const file of files) yield* filePart(boundary, file, 'application/octet-stream');
  });
}

interface Multipart {
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}

function multipart(parts: (boundary: string) => AsyncGenerator<Buffer>): Multipart {
  const boundary = `herald-${randomUUID()}`;
  async function* whole(): AsyncGenerator<Buffer> {
    yield* parts(boundary);
    yield Buffer.from(`--${boundary}--\r\n`);
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Readable.toWeb(Readable.from(whole(), { objectMode: false })) as ReadableStream<Uint8Array>,
  };
}

async function* filePart(boundary: string, file: string, contentType: string): AsyncGenerator<Buffer> {
  const name = basename(file).replace(/["\r\n\\]/g, '_');
  yield Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${contentType}\r\n\r\n`,
  );
  yield* createReadStream(file) as AsyncIterable<Buffer>;
  yield Buffer.from('\r\n');
}
