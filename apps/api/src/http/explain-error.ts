import { StillRunning } from '@herald/access';
import { postgresIsAway } from '@herald/database';
import { AppError, type ProblemDetail } from '@herald/kernel';
import { HttpException } from '@nestjs/common';
import { HttpProblem, STATUS_OF_KIND } from './problem';

export interface Explanation {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[];
  readonly headers: Readonly<Record<string, string>>;
  /** Not foreseen: it is logged whole and told to nobody. */
  readonly unexpected: boolean;
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="herald"' };

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'bad_request',
  404: 'route_not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  413: 'body_too_large',
  414: 'url_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
  503: 'unavailable',
};

// @fastify/busboy throws plain errors for a body that isn't what its content type says.
const MALFORMED_MULTIPART =
  /^(Unexpected end of (form|multipart data)|Malformed part header|Multipart: Boundary not found|Part terminated early)/;

/** What a failure looks like to the caller. */
export function explainError(error: unknown): Explanation {
  if (error instanceof AppError) return explainAppError(error);
  if (error instanceof HttpProblem) {
    const { status, code, message, details, headers } = error;
    return { status, code, detail: message, errors: details, headers, unexpected: false };
  }
  if (error instanceof HttpException) return explainStatus(error.getStatus(), error.message);
  if (error instanceof Error) {
    // Thrown by Fastify's plugins while a handler reads the body.
    if (error.name === 'FastifyError' && 'statusCode' in error && typeof error.statusCode === 'number') {
      return explainStatus(error.statusCode, error.message);
    }
    if (MALFORMED_MULTIPART.test(error.message)) {
      return expected(400, 'malformed_multipart', `The multipart body is malformed or was cut off: ${error.message}.`);
    }
    // A query that met a reset carries the same code, and is not the caller's doing.
    if ('code' in error && error.code === 'ECONNRESET' && error.name !== 'QueryFailedError') {
      return expected(400, 'request_cut_off', 'The connection was closed before the request was complete.');
    }
  }
  if (postgresIsAway(error)) {
    return explainAppError(
      new AppError('unavailable', 'database_away', 'The database does not answer. Try again soon.'),
    );
  }
  return unexpected();
}

function explainAppError(error: AppError): Explanation {
  const status = STATUS_OF_KIND[error.kind];
  const headers: Record<string, string> = error.kind === 'unauthenticated' ? { ...CHALLENGE } : {};
  if (error instanceof StillRunning) headers['retry-after'] = String(error.retryAfterSeconds);
  else if (error.kind === 'unavailable') headers['retry-after'] = '5';
  return { status, code: error.code, detail: error.message, errors: error.details, headers, unexpected: false };
}

function explainStatus(status: number, message: string): Explanation {
  const code = CODE_OF_STATUS[status] ?? (status < 500 ? 'bad_request' : undefined);
  return code === undefined ? unexpected() : expected(status, code, message);
}

function expected(status: number, code: string, detail: string): Explanation {
  return { status, code, detail, errors: [], headers: {}, unexpected: false };
}

function unexpected(): Explanation {
  return {
    ...expected(500, 'internal_error', 'Something went wrong on our side. The request id finds it in the log.'),
    unexpected: true,
  };
}
