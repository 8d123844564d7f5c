import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Explanation } from './explain-error';
import { problemBody } from './problem';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

export async function sendProblem(
  explanation: Explanation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await reply
    .status(explanation.status)
    .headers(explanation.headers)
    .type(PROBLEM_JSON)
    .send(problemBody(explanation, request));
}
