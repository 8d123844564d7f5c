import { randomUUID } from 'node:crypto';

import type { MediaFile } from './media';

/** `multipart/form-data` with every file under the name `file`, as the provider's media upload takes it. */
export function multipartOf(files: readonly MediaFile[]): { readonly type: string; readonly bytes: Buffer } {
  const boundary = `herald-${randomUUID()}`;
  const parts = files.flatMap(({ name, contentType, bytes }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(name)}"\r\n` +
        `content-type: ${contentType.replace(/[\r\n]/g, '')}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const type = `multipart/form-data; boundary=${boundary}`;
  return { type, bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) };
}

/** As browsers write a file's name: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function quoted(name: string): string {
  return name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
}
