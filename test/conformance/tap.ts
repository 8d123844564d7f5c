import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** One request to the simulator and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** What follows `/v1/Account/{auth_id}/`, without the query. */
  readonly path: string;
  readonly status: number;
  /** The answer's JSON; undefined when there is none. */
  readonly body: unknown;
}

/** Stands between a client and the simulator, hands everything on as it is, and keeps it. */
export interface Tap {
  readonly url: string;
  /** What went through since the last call. */
  take(): readonly Exchange[];
  close(): void;
}

export async function startTap(target: string): Promise<Tap> {
  const { hostname, port } = new URL(target);
  let kept: Exchange[] = [];

  async function handOn(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = asked;
    const sent = httpRequest({ hostname, port, method, path: url, headers });
    sent.end(await bytesOf(asked));
    const [got] = (await once(sent, 'response')) as [IncomingMessage];
    const bytes = await bytesOf(got);
    const path = url.replace(/^\/v1\/Account\/[^/]+\//, '').replace(/\?.*$/, '');
    kept.push({ method, path, status: got.statusCode ?? 0, body: jsonOf(bytes.toString('utf8')) });
    answer.writeHead(got.statusCode ?? 0, got.headers).end(bytes);
  }

  const server = createServer((asked, answer) => {
    handOn(asked, answer).catch((error: unknown) => answer.destroy(error as Error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = kept;
      kept = [];
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
