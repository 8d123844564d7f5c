import type { ApiKeys, Caller } from '@herald/access';
import { AppError } from '@herald/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { explainError } from '../http/explain-error';
import { sendProblem } from '../http/send-problem';
import type { OperatorLogin } from './operator-login';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the API key was found good; absent on the routes that need none. */
    caller?: Caller;
  }
}

const HEALTH = '/health/';
const OPERATOR_PAGES = /^\/dashboard(\/|$)/;
const DOCUMENTATION = /^\/(docs(\/|$)|openapi\.json$)/;

/**
 * Settles who is asking before a body is read, so that strangers cost nothing. It goes by the route that matched, not by the
 * URL as written, which has many spellings. Whatever is not named here needs a key, paths without a route included.
 */
export function registerAuthentication(fastify: FastifyInstance, keys: ApiKeys, login: OperatorLogin): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url ?? '';
    if (route.startsWith(HEALTH)) return;
    if (OPERATOR_PAGES.test(route)) {
      try {
        login.require(request);
      } catch (error) {
        // Answered here: bull-board would catch it and answer in its own way.
        await sendProblem(explainError(error), request, reply);
      }
    } else if (DOCUMENTATION.test(route) && login.isPresented(request)) {
      login.require(request);
    } else {
      try {
        request.caller = await callerOf(request, keys);
      } catch (error) {
        // A browser that opens the documentation should ask for the operator's login.
        if (DOCUMENTATION.test(route) && request.headers.authorization === undefined) login.require(request);
        throw error;
      }
    }
  });
}

async function callerOf(request: FastifyRequest, keys: ApiKeys): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    throw new AppError('unauthenticated', 'api_key_missing', 'Send your API key as "Authorization: Bearer hk_…".');
  }
  const secret = /^Bearer +(\S{1,512})$/i.exec(authorization)?.[1];
  const caller = secret === undefined ? undefined : await keys.verify(secret);
  if (caller === undefined) {
    throw new AppError('unauthenticated', 'api_key_invalid', 'This API key is unknown or was revoked.');
  }
  return caller;
}
