import { Readable } from 'node:stream';
import { CliError, unreachable } from './cli-error';
import { problemText } from './problem-text';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface RequestOptions {
  readonly query?: Query;
  readonly json?: unknown;
  /** A body that streams, with its content type. */
  readonly body?: ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Page<T> {
  readonly objects: readonly T[];
  readonly next_cursor: string | null;
}

/** Herald's REST API, as any other client sees it. */
export class ApiClient {
  private readonly base: string;

  constructor(
    url: string,
    private readonly key: string | undefined,
  ) {
    this.base = url.replace(/\/+$/, '');
  }

  /** @throws CliError with the problem as sentences, or saying how to start the API */
  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const response = await this.request(method, path, options);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** Every object of a paged resource, a page at a time. */
  async *all<T>(path: string, query: Query = {}): AsyncGenerator<T, void, undefined> {
    let cursor: string | undefined;
    do {
      const page: Page<T> = await this.json('GET', path, { query: { ...query, cursor } });
      yield* page.objects;
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** @throws CliError unless the answer is a success */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const { query = {}, json, body = null, headers = {}, signal } = options;
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
    const response = await fetch(`${this.base}${path}${search}`, {
      method,
      headers: {
        ...(this.key === undefined ? {} : { authorization: `Bearer ${this.key}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
      // A body that streams is sent while the answer may already come.
      ...(body === null ? {} : { duplex: 'half' }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      if (signal?.aborted === true) throw error;
      throw unreachable(this.base, error);
    });
    if (response.ok) return response;
    const problem = await response.text().catch((error: unknown) => {
      throw unreachable(this.base, error);
    });
    throw new CliError(problemText(response.status, problem));
  }

  /** The body of an answer as it comes. @throws CliError as `request`, also when the connection is lost on the way */
  async *stream(path: string, headers: Readonly<Record<string, string>>): AsyncGenerator<Uint8Array, void, undefined> {
    const { body } = await this.request('GET', path, { headers });
    if (body === null) return;
    try {
      // What goes wrong with those who read it is thrown there, and not here.
      yield* Readable.fromWeb(body) as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw unreachable(this.base, error);
    }
  }
}
