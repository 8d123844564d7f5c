import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as later } from 'node:timers';

import { type LinkFault } from './fault-plan';

interface Pair {
  readonly client: Socket;
  upstream: Socket | undefined;
}

/** A network between two programs that can be made bad. In good times it forwards bytes both ways, taking the targets in turn. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private refusing = false;
  private stalled = false;
  private delayMs = 0;
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: readonly number[],
  ) {
    server.on('connection', (client) => {
      this.accept(client);
    });
  }

  static async listen(targets: readonly number[]): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, targets);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Begins a fault. `cut` and `half_close` strike once; the others last until `heal`. */
  strike(fault: LinkFault, delayMs: number): void {
    if (fault === 'cut') this.cut();
    if (fault === 'half_close') this.halfClose();
    if (fault === 'delay') this.delayMs = delayMs;
    if (fault === 'stall') this.stalled = true;
    if (fault === 'refuse') {
      this.refusing = true;
      this.cut();
    }
  }

  heal(fault: LinkFault): void {
    if (fault === 'refuse') this.refusing = false;
    if (fault === 'delay') this.delayMs = 0;
    if (fault === 'stall') {
      this.stalled = false;
      this.cut(); // what was lost on the way does not come after all
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Resets every connection. */
  private cut(): void {
    for (const { client, upstream } of this.pairs) {
      client.resetAndDestroy();
      upstream?.resetAndDestroy();
    }
  }

  /** Every other connection: answers end although requests still go through. The rest: requests end, answers still come. */
  private halfClose(): void {
    let towardsClient = true;
    for (const { client, upstream } of this.pairs) {
      (towardsClient ? client : upstream)?.end();
      towardsClient = !towardsClient;
    }
  }

  private accept(client: Socket): void {
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const pair: Pair = { client, upstream: undefined };
    this.pairs.add(pair);
    client.on('error', () => undefined);
    client.once('close', () => {
      pair.upstream?.destroy();
      this.pairs.delete(pair);
    });
    client.pause();
    this.connect(pair, this.targets.length);
  }

  /** As a load balancer does: a target that refuses is passed over. */
  private connect(pair: Pair, triesLeft: number): void {
    const port = this.targets[this.turn++ % this.targets.length] ?? 0;
    const upstream = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
    upstream.once('error', () => {
      if (pair.upstream === undefined && triesLeft > 1 && !pair.client.destroyed) this.connect(pair, triesLeft - 1);
      else pair.client.resetAndDestroy();
    });
    upstream.once('connect', () => {
      if (pair.client.destroyed) {
        upstream.destroy();
        return;
      }
      pair.upstream = upstream;
      pair.client.setNoDelay(true);
      upstream.once('close', () => pair.client.destroy());
      this.forward(pair.client, upstream);
      this.forward(upstream, pair.client);
    });
  }

  private forward(from: Socket, to: Socket): void {
    let dueAt = 0;
    const inTurn = (act: () => void): void => {
      const now = performance.now();
      dueAt = Math.max(dueAt, now + this.delayMs);
      if (dueAt <= now) act();
      else later(act, dueAt - now);
    };
    from.on('data', (chunk: Buffer) => {
      if (this.stalled) return;
      inTurn(() => {
        if (to.writable && !to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    });
    from.once('end', () => {
      inTurn(() => to.end());
    });
    from.resume();
  }
}
