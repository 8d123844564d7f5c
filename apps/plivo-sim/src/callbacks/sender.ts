import { Pool } from 'undici';

export interface OutgoingCallback {
  readonly method: 'GET' | 'POST';
  readonly origin: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

const MOST_ORIGINS = 64;

/** Sends callbacks over kept-alive connections, one pool an origin. The status is 0 when no answer came. */
export class CallbackSender {
  private readonly pools = new Map<string, Pool>();
  private connections = 0;

  send(callback: OutgoingCallback, connections: number, timeoutMs: number): Promise<number> {
    return new Promise((resolve) => {
      let status = 0;
      const { origin, path, method, headers, body } = callback;
      this.poolFor(origin, connections).dispatch(
        { method, path, headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
          },
          onResponseData: () => undefined,
          onResponseEnd: () => {
            resolve(status);
          },
          onResponseError: () => {
            resolve(0);
          },
        },
      );
    });
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private poolFor(origin: string, connections: number): Pool {
    if (connections !== this.connections || (!this.pools.has(origin) && this.pools.size >= MOST_ORIGINS)) {
      void this.close();
      this.connections = connections;
    }
    let pool = this.pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 30_000, connect: { timeout: 8000 } });
      this.pools.set(origin, pool);
    }
    return pool;
  }
}
