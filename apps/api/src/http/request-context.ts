import type { Caller } from '@herald/access';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the API key was found good; absent on the routes that need none. */
    caller?: Caller;
  }
}

/** `@CurrentCaller() caller: Caller`: the key the request came with. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Error('A route without authentication asked for its caller');
  return caller;
});
