import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health';
import type { Metrics } from './metrics';

interface InternalServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly health: Health;
  readonly metrics: Metrics;
}

const OK = JSON.stringify({ status: 'ok' });

/** For probes and Prometheus, on a port of its own that nobody outside must reach: `/health/live`, `/health/ready`, `/metrics`. */
export class InternalServer {
  private constructor(private readonly server: Server) {}

  /** Listens before anything else of the process is up, so that probes see `starting` rather than nothing. */
  static async start({ host, port, health, metrics }: InternalServerOptions): Promise<InternalServer> {
    const server = createServer((request, response) => {
      answer(request.url ?? '', health, metrics).then(
        ({ status, body, type = 'application/json' }) => response.writeHead(status, { 'content-type': type }).end(body),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    // It never keeps a process alive that has nothing else to do.
    server.unref();
    return new InternalServer(server);
  }

  get url(): string {
    const { address, family, port } = this.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

async function answer(url: string, health: Health, metrics: Metrics): Promise<Answer> {
  const [path] = url.split('?');
  if (path === '/health/live') return { status: 200, body: OK };
  if (path === '/health/ready') {
    const problem = await health.notReady();
    return problem === undefined ? { status: 200, body: OK } : { status: 503, body: JSON.stringify(problem) };
  }
  if (path === '/metrics') return { status: 200, body: await metrics.text(), type: metrics.contentType };
  return { status: 404, body: JSON.stringify({ code: 'not_found' }) };
}
