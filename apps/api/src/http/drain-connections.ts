import type { Server } from 'node:http';

const EVERY_MS = 50;

/**
 * A closing server drops the connections that are idle at that moment. Those that become idle afterwards, when their request
 * is answered or their stream ends, would hold it until the client lets go.
 */
export function drainConnections(server: Server): void {
  const timer = setInterval(() => {
    server.closeIdleConnections();
  }, EVERY_MS).unref();
  server.once('close', () => {
    clearInterval(timer);
  });
}
