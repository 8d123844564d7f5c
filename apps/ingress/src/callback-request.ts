import type { IncomingHttpHeaders } from 'node:http';

/** What a status callback is made of, whatever the HTTP framework. */
export interface CallbackRequest {
  readonly method: 'GET' | 'POST';
  /** As it came, without the query. */
  readonly path: string;
  readonly token: string;
  /** After the `?`, as it came. */
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The whole answer is its status: 200 = committed (or nothing a repetition could mend), 403 = not from the provider,
 * 503 = come again.
 */
export type CallbackAnswer = 200 | 403 | 503;
