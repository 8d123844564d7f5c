import { announceReady } from '@herald/observability';
import { fastify } from 'fastify';
import { once } from 'node:events';
import { parse } from 'node:querystring';

/** Ingress's HTTP framework as one would set it up, form parsing included, answering 200 to everything; until its parent lets go. */
export async function serveBaseline(): Promise<void> {
  const server = fastify({ logger: false });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parse(body as string));
  });
  for (const path of ['/callbacks/plivo/status/:token', '/callbacks/plivo/inbound']) {
    server.post(path, async (_request, reply) => reply.code(200).send());
  }
  announceReady({ url: await server.listen({ host: '127.0.0.1', port: 0 }) });
  await once(process, 'disconnect');
  await server.close();
}
