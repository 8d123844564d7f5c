import { LOGGER, type Logger } from '@herald/observability';
import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { explainError } from './explain-error';
import { RouteTable } from './route-table';
import { PROBLEM_JSON, sendProblem } from './send-problem';
import { StoredAnswer } from './stored-answer';

/** Every failure of every route leaves through here, as RFC 9457 problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: RouteTable,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof StoredAnswer) {
      const { status, body } = error;
      reply.header('idempotency-replay', 'true').status(status);
      if (status >= 400) reply.type(PROBLEM_JSON);
      await reply.send(body ?? undefined);
      return;
    }

    const explanation = explainError(request.is404 ? this.routes.explain(request, error) : error);
    if (explanation.unexpected) {
      this.logger.error({ event: 'http.unexpected', request_id: request.id, err: error }, 'a request failed');
    }
    // A streamed answer that breaks half-way can only be cut off: the caller must not take it for the whole.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    await sendProblem(explanation, request, reply);
  }
}
