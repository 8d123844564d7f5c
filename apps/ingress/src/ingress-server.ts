import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { IngressRoute, WebhookRequest } from './webhook-request';

/** A client that takes longer to send so little is not the provider. */
const REQUEST_TIMEOUT_MS = 10_000;
const NO_QUERY = {};

interface Shape {
  Params: { token?: string };
  Body: Buffer | undefined;
}

/** Ingress's whole HTTP surface: these routes, by GET and POST. Everything else is a 404 that tells nothing. */
export function createIngressServer(routes: readonly IngressRoute[]): FastifyInstance {
  const server = fastify({
    logger: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    // A path that cannot be read or is too long is one more path that is not served.
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).code(404).send();
    },
    // The signature is over the text itself.
    routerOptions: { querystringParser: () => NO_QUERY },
  });
  // Whatever the content type says, the signature decides what it is worth.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  for (const route of routes) serve(server, route);
  server.setNotFoundHandler((_request, reply) => reply.code(404).send());
  server.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    reply.code(error.statusCode ?? 503).send(),
  );
  return server;
}

function serve(server: FastifyInstance, route: IngressRoute): void {
  server.route<Shape>({
    method: ['GET', 'POST'],
    url: route.path,
    bodyLimit: route.bodyLimitBytes,
    handler: (request, reply) => {
      if (request.params.token === '') {
        void reply.code(404).send();
        return;
      }
      route.answer(read(request), (status, xml) => {
        void reply.code(status);
        if (xml === undefined) void reply.send();
        else void reply.type('application/xml').send(xml);
      });
    },
    errorHandler: (error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 503;
      if (status < 500) route.countMalformed();
      void reply.code(status).send();
    },
  });
}

function read(request: FastifyRequest<Shape>): WebhookRequest {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    path: mark === -1 ? url : url.slice(0, mark),
    token: request.params.token ?? '',
    query: mark === -1 ? '' : url.slice(mark + 1),
    body: request.body?.toString() ?? '',
    headers: request.headers,
  };
}
