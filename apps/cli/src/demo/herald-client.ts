import { AppError } from '@herald/kernel';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

interface RequestOptions {
  /** Sent as JSON, or, when a path is given, the file's bytes as CSV. */
  readonly json?: unknown;
  readonly csvFile?: string;
}

/** Herald's REST API as any back end sees it. */
export class HeraldClient {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await (await this.request('GET', path)).json()) as T;
  }

  async post<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return (await (await this.request('POST', path, options)).json()) as T;
  }

  /** The body as it comes, never whole in memory. */
  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    return bodyOf(await this.request('GET', path));
  }

  /** @throws AppError with the problem's own text when the answer is not a success */
  private async request(method: string, path: string, { json, csvFile }: RequestOptions = {}): Promise<Response> {
    const type = csvFile === undefined ? 'application/json' : 'text/csv';
    const hasBody = csvFile !== undefined || json !== undefined;
    const body = csvFile === undefined ? JSON.stringify(json) : Readable.toWeb(createReadStream(csvFile));
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.apiKey}`, ...(hasBody ? { 'content-type': type } : {}) },
      ...(hasBody ? { body: body as NonNullable<RequestInit['body']>, duplex: 'half' as const } : {}),
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new AppError('invalid', 'api_refused', `${method} ${path} was answered ${response.status}: ${text}`);
  }
}

/** The lines of a streamed body, without their ends. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

export function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  if (response.body === null)
    throw new AppError('unavailable', 'no_body', `${response.url} was answered without a body`);
  return Readable.fromWeb(response.body);
}
