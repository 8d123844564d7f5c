import { type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { AppError } from '@herald/kernel';

/** `since` of a control's query: an ISO time or milliseconds; 0 without. Throws AppError `invalid_request`. */
export function readSince(query: URLSearchParams): number {
  const since = query.get('since');
  const at = since === null ? 0 : /^\d+$/.test(since) ? Number(since) : Date.parse(since);
  if (!Number.isNaN(at)) return at;
  const message = `since: must be an ISO time or milliseconds (was "${since ?? ''}")`;
  throw new AppError('invalid', 'invalid_request', message);
}

/** NDJSON, written only as fast as it is read. A reader that goes away is nobody's fault. */
export async function streamLines(response: ServerResponse, lines: Iterable<string>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  await pipeline(Readable.from(lines), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
