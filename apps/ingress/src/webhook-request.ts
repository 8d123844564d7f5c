import type { IncomingHttpHeaders } from 'node:http';

/** What a request to one of ingress's doors is made of, whatever the HTTP framework. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST';
  /** As it came, without the query. */
  readonly path: string;
  /** What the path ends with where the route has a `:token`; empty otherwise. */
  readonly token: string;
  /** After the `?`, as it came. */
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** 200 = committed (or nothing a repetition could mend), 403 = not from the provider, 503 = come again. */
export type WebhookAnswer = 200 | 403 | 503;

/** Call it once. `xml` is what the provider shall do; most answers have no body at all. */
export type Reply = (status: WebhookAnswer, xml?: string) => void;

/** One door of ingress: all that is served at a path. */
export interface IngressRoute {
  /** May end in `/:token`. */
  readonly path: string;
  readonly bodyLimitBytes: number;
  /** Replies once, now or later. Without promises: three of them a callback are worth saving. */
  answer(request: WebhookRequest, reply: Reply): void;
  /** Told of a request that HTTP itself refuses: too large, wrong length. */
  countMalformed(): void;
}
