import type { ProblemDetail, ProblemKind } from '@herald/kernel';
import { STATUS_CODES } from 'node:http';

/** RFC 9457. `type` and `code` are stable; `detail` is for people. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** The path that was asked for. */
  readonly instance: string;
  /** Also in the header X-Request-Id and in the log. */
  readonly request_id: string;
  readonly errors?: readonly ProblemDetail[];
}

/** The one place where an AppError's kind becomes an HTTP status. */
export const STATUS_OF_KIND: Readonly<Record<ProblemKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  unavailable: 503,
};

/** A problem of HTTP itself, known only here: its status is part of it. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly ProblemDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'HttpProblem';
  }
}

interface ProblemFields {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[];
}

export function problemBody(fields: ProblemFields, request: { url: string; id: string }): Problem {
  const { status, code, detail, errors } = fields;
  return {
    type: `urn:herald:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    instance: request.url.replace(/\?.*$/s, ''),
    request_id: request.id,
    ...(errors.length > 0 ? { errors } : {}),
  };
}
