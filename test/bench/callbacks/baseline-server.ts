import { announceReady } from '@herald/observability';
import { once } from 'node:events';
import { createIngressServer } from '../../../apps/ingress/src/ingress-server';

/** Ingress's own HTTP server, parsing included, that answers 200 without looking at what it got; until its parent lets go. */
export async function serveBaseline(): Promise<void> {
  const server = createIngressServer({ answer: () => Promise.resolve(200), onMalformed: () => undefined });
  announceReady(await server.listen({ host: '127.0.0.1', port: 0 }));
  await once(process, 'disconnect');
  await server.close();
}
