import type { FastifyRequest } from 'fastify';

/** Who makes a change, for the audit trail: the prefix of the API key. */
export function actorOf({ caller }: FastifyRequest): string {
  if (caller === undefined) throw new Error('a change needs a caller');
  return caller.prefix;
}
