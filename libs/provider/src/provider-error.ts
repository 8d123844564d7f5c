import type { IncomingHttpHeaders } from 'node:http';

import type { HttpAnswer } from './http-answer';
import { errorText, safeText } from './provider-text';
import { retryAfterMs } from './retry-after';

/**
 * What went wrong with a call:
 * - `unreachable`: no byte of it was written
 * - `no_answer`: written, and not answered
 * - `unreadable`: a success was answered that cannot be read
 * - `invalid` 400, `unauthorised` 401, `forbidden` 403, `not_found` 404, `not_allowed` 405, `throttled` 429: the documented refusals
 *   (403: of its other pages)
 * - `server_error`: 500 and above
 * - `refused`: any other status
 */
export type ProviderErrorKind =
  | 'unreachable'
  | 'no_answer'
  | 'unreadable'
  | 'invalid'
  | 'unauthorised'
  | 'forbidden'
  | 'not_found'
  | 'not_allowed'
  | 'throttled'
  | 'server_error'
  | 'refused';

const KINDS: Readonly<Record<number, ProviderErrorKind>> = {
  400: 'invalid',
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_allowed',
  429: 'throttled',
};
const WORDS = { unreachable: 'could not be reached', no_answer: 'did not answer' } as const;

/**
 * A call that failed. The message holds the provider's own words with phone numbers masked. Keeps headers and body whole, out of
 * logs (they are not enumerable).
 */
export class ProviderError extends Error {
  readonly status: number | undefined;
  /** Where the provider named a time to wait; it is not documented to. */
  readonly retryAfterMs: number | undefined;
  declare readonly headers: IncomingHttpHeaders | undefined;
  declare readonly body: string | undefined;

  private constructor(
    readonly kind: ProviderErrorKind,
    message: string,
    answer?: HttpAnswer,
    cause?: unknown,
    now?: Date,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ProviderError';
    this.status = answer?.status;
    this.retryAfterMs = now === undefined ? undefined : retryAfterMs(answer?.headers['retry-after'], now);
    Object.defineProperty(this, 'headers', { value: answer?.headers, enumerable: false });
    Object.defineProperty(this, 'body', { value: answer?.body, enumerable: false });
  }

  /** Whether a call that changes something may have changed it all the same: look before it is made again. */
  get mayHaveHappened(): boolean {
    return this.kind === 'no_answer' || this.kind === 'unreadable' || this.kind === 'server_error';
  }

  static unanswered(kind: 'unreachable' | 'no_answer', cause: Error): ProviderError {
    return new ProviderError(kind, `the provider ${WORDS[kind]}: ${describeCause(cause)}`, undefined, cause);
  }

  static refused(answer: HttpAnswer, now: Date): ProviderError {
    const kind = KINDS[answer.status] ?? (answer.status >= 500 ? 'server_error' : 'refused');
    const message = `the provider answered ${answer.status}: ${errorText(answer)}`;
    return new ProviderError(kind, message, answer, undefined, now);
  }

  /** @param where the fields that are missing or wrong; never their values */
  static unreadable(answer: HttpAnswer, where: readonly string[] = []): ProviderError {
    const fields = where.length === 0 ? '' : ` (${where.join(', ')})`;
    return new ProviderError('unreadable', `the provider’s answer could not be read${fields}`, answer);
  }
}

/** A network failure in a few words: its code where it has one. */
export function describeCause(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return safeText(`${code}${error.message}`);
}
