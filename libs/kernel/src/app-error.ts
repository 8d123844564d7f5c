/** What went wrong, as seen by the caller. The HTTP status is decided in apps/api alone. */
export type ProblemKind =
  | 'invalid' // the request itself is wrong (400/422)
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict' // the resource is in a state that does not allow this
  | 'precondition_failed' // If-Match named an older version
  | 'too_large'
  | 'unsupported_media_type'
  | 'unavailable'; // try again later

/** One fault of one field: `field` is a path in the request, `row` a data row of a CSV (1 = first after the header). */
export interface ProblemDetail {
  readonly field?: string;
  readonly row?: number;
  readonly message: string;
}

interface AppErrorOptions {
  readonly details?: readonly ProblemDetail[];
  readonly cause?: unknown;
}

/**
 * An expected failure with a stable `code` (snake_case, documented, never reworded) and a message that says what to do.
 * Unexpected failures stay plain errors and become a 500 without details.
 */
export class AppError extends Error {
  readonly details: readonly ProblemDetail[];

  constructor(
    readonly kind: ProblemKind,
    readonly code: string,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.details = options.details ?? [];
  }
}
