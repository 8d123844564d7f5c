import type { Logger } from '@herald/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

// What proxies log when the caller hung up first; nobody is left to read it.
const CLIENT_CLOSED_REQUEST = 499;
const GIVEN_ID = /^[\w.-]{1,64}$/;

/** The caller's X-Request-Id where it is harmless, or a new one: it is in the log, in problems and in the answer's headers. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && GIVEN_ID.test(given) ? given : randomUUID();
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // The dashboard's buttons must not be put under somebody else's page.
  'x-frame-options': 'DENY',
} as const;

/** One line per request, without bodies; a few headers on every answer. */
export function registerRequestLog(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
  });
  fastify.addHook('onSend', async (request, reply) => {
    // Answers are about now and about one caller: nobody in between keeps them.
    if (request.caller !== undefined && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(logger, request, reply.statusCode, reply.elapsedTime);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    logRequest(logger, request, CLIENT_CLOSED_REQUEST);
    done();
  });
}

function logRequest(logger: Logger, request: FastifyRequest, status: number, ms?: number): void {
  const level = isProbe(request) ? 'debug' : 'info';
  logger[level](
    {
      event: 'http.request',
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status,
      ...(ms === undefined ? {} : { ms: Math.round(ms * 10) / 10 }),
      key: request.caller?.prefix,
      request_id: request.id,
    },
    'request',
  );
}

function isProbe(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith('/health/') === true;
}
