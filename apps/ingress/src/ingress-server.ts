import type { FormFields } from '@herald/provider';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { parse } from 'node:querystring';
import type { CallbackAnswer, CallbackRequest } from './callback-request';

/** A status callback has less than 1 kB. */
const BODY_LIMIT_BYTES = 16_384;
/** A client that takes longer to send so little is not the provider. */
const REQUEST_TIMEOUT_MS = 10_000;
const NO_FIELDS: FormFields = {};

interface StatusRoute {
  Params: { token: string };
  Querystring: FormFields;
  Body: FormFields | undefined;
}

interface IngressServerOptions {
  readonly answer: (request: CallbackRequest) => Promise<CallbackAnswer>;
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
    routerOptions: { querystringParser: (text) => parse(text) },
  });
  // Whatever the content type says, it is read as a form: the signature decides what it is worth.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parse(body as string));
  });
  server.route<StatusRoute>({
    method: ['GET', 'POST'],
    url: '/callbacks/plivo/status/:token',
    handler: async (request, reply) => {
      if (request.params.token === '') return reply.code(404).send();
      reply.code(await answer(read(request)));
      return reply.send();
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
    query: request.query,
    body: request.body ?? NO_FIELDS,
    headers: request.headers,
  };
}
