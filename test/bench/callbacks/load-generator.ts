import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { inboundRequests } from './inbound-requests';
import type { LoadPlan, LoadResult } from './load-plan';
import { signedRequests } from './signed-requests';

const END_OF_HEADERS = '\r\n\r\n';

/**
 * Sends every request once over kept-alive connections, one outstanding on each, from bytes made beforehand: it takes as little
 * of the machine as can be, since the server it measures shares that machine. Answers have no body.
 */
export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const requests = plan.what === 'inbound' ? inboundRequests(plan) : signedRequests(plan);
  const latencies = new Float64Array(requests.length);
  const statuses: Record<string, number> = {};
  let next = 0;

  const sockets = await Promise.all(
    Array.from({ length: plan.connections }, async () => {
      const socket = connect({ host: plan.host, port: plan.port, noDelay: true });
      await once(socket, 'connect');
      return socket;
    }),
  );
  const start = performance.now();
  await Promise.all(sockets.map((socket) => work(socket)));
  const seconds = (performance.now() - start) / 1000;

  function work(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let current = 0;
      let sentAt = 0;
      let received = '';
      const send = (): void => {
        const request = requests[next];
        if (request === undefined) {
          socket.destroy();
          resolve();
          return;
        }
        current = next;
        next += 1;
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1');
        if (!received.endsWith(END_OF_HEADERS)) return;
        latencies[current] = performance.now() - sentAt;
        const status = received.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        received = '';
        send();
      });
      socket.on('error', reject);
      send();
    });
  }

  latencies.sort();
  const at = (share: number): number => round(latencies[Math.floor(latencies.length * share)] ?? 0);
  return {
    requests: requests.length,
    seconds: round(seconds),
    per_second: Math.round(requests.length / seconds),
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    max_ms: round(latencies.at(-1) ?? 0),
    statuses,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
