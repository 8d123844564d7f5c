import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { CallbackAnswer, CallbackRequest } from './callback-request';

/** A status callback has less than 1 kB. */
const BODY_LIMIT_BYTES = 16_384;
/** A client that takes longer to send so little is not the provider. */
const REQUEST_TIMEOUT_MS = 10_000;
const NO_QUERY = {};

interface StatusRoute {
  Params: { token: string };
  Body: Buffer | undefined;
}

interface IngressServerOptions {
  /** Calls `reply` once, now or later. Without promises: three of them a callback are worth saving. */
  readonly answer: (request: CallbackRequest, reply: (status: CallbackAnswer) => void) => void;
  /** A request that HTTP itself refuses: too large, wrong length. */
  readonly onMalformed: () => void;
}

/** Ingress's whole HTTP surface: one route. Answers have no body; everything else is a 404 that tells nothing. */
export function createIngressServer({ answer, onMalformed }: IngressServerOptions): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    // A path that cannot be read or is too long is one more path that is not served.
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).code(404).send();
    },
    // The signature is over the text itself.
    routerOptions: { querystringParser: () => NO_QUERY },
  });
  // Whatever the content type says, it is taken for a form: the signature decides what it is worth.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.route<StatusRoute>({
    method: ['GET', 'POST'],
    url: '/callbacks/plivo/status/:token',
    handler: (request, reply) => {
      if (request.params.token === '') {
        void reply.code(404).send();
        return;
      }
      answer(read(request), (status) => void reply.code(status).send());
    },
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send());
  server.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 503;
    if (status < 500) onMalformed();
    return reply.code(status).send();
  });
  return server;
}

function read(request: FastifyRequest<StatusRoute>): CallbackRequest {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    path: mark === -1 ? url : url.slice(0, mark),
    token: request.params.token,
    query: mark === -1 ? '' : url.slice(mark + 1),
    body: request.body?.toString() ?? '',
    headers: request.headers,
  };
}
