import { Pool } from 'undici';

export interface OutgoingCallback {
  readonly method: 'GET' | 'POST';
  readonly origin: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  /** Asked for the body of an answer of 2xx; whoever does not ask costs nothing. */
  readonly onAnswer?: (body: string) => void;
}

const MOST_ORIGINS = 64;

/** Sends callbacks over kept-alive connections, one pool an origin. The status is 0 when no answer came. */
export class CallbackSender {
  private readonly pools = new Map<string, Pool>();
  private connections = 0;

  send(callback: OutgoingCallback, connections: number, timeoutMs: number): Promise<number> {
    const { origin, path, method, headers, body, onAnswer } = callback;
    const chunks: Buffer[] | undefined = onAnswer === undefined ? undefined : [];
    const pool = this.poolFor(origin, connections);
    return new Promise((resolve) => {
      let status = 0;
      pool.dispatch(
        { method, path, headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
          },
          onResponseData: (_controller, chunk) => {
            chunks?.push(chunk);
          },
          onResponseEnd: () => {
            if (chunks !== undefined && status >= 200 && status < 300)
              onAnswer?.(Buffer.concat(chunks).toString('utf8'));
            resolve(status);
          },
          onResponseError: () => {
            resolve(0);
          },
        },
      );
    });
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
    this.pools.clear();
  }

  private poolFor(origin: string, connections: number): Pool {
    const known = this.pools.get(origin);
    if (known !== undefined && connections === this.connections) return known;
    if (connections !== this.connections || this.pools.size >= MOST_ORIGINS) this.retire();
    this.connections = connections;
    const pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 30_000, connect: { timeout: 8000 } });
    this.pools.set(origin, pool);
    return pool;
  }

  /** Lets the pools go; what is under way on them is finished first. */
  private retire(): void {
    for (const pool of this.pools.values()) void pool.close();
    this.pools.clear();
  }
}
