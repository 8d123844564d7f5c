import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written as JSON unless it is a string. */
  readonly body?: unknown;
}

export interface ScriptedProvider {
  readonly url: string;
  /** Path and query of every request, in turn. */
  readonly asked: string[];
  close(): void;
}

/** An HTTP server that answers as it is told to. */
export async function scriptedProvider(script: (url: URL) => ScriptedAnswer): Promise<ScriptedProvider> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://provider');
    asked.push(url.pathname + url.search);
    request.resume().on('end', () => {
      const { status = 200, headers = {}, body = {} } = script(url);
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
