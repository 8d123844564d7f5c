import type { IncomingHttpHeaders } from 'node:http';

import type { HttpAnswer } from './http-answer';
import { errorText, safeText } from './provider-text';

/**
 * A look-up that failed. `kind`: the provider could not be reached, did not answer, answered with a failure, or with something
 * that cannot be read. Keeps status, headers and body whole; the latter two stay out of logs (they are not enumerable).
 */
export class ProviderError extends Error {
  readonly status: number | undefined;
  declare readonly headers: IncomingHttpHeaders | undefined;
  declare readonly body: string | undefined;

  private constructor(
    readonly kind: 'unreachable' | 'no_answer' | 'refused' | 'unreadable',
    message: string,
    answer?: HttpAnswer,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ProviderError';
    this.status = answer?.status;
    Object.defineProperty(this, 'headers', { value: answer?.headers, enumerable: false });
    Object.defineProperty(this, 'body', { value: answer?.body, enumerable: false });
  }

  static unanswered(kind: 'unreachable' | 'no_answer', cause: Error): ProviderError {
    return new ProviderError(kind, `the provider ${WORDS[kind]}: ${describeCause(cause)}`, undefined, cause);
  }

  static refused(answer: HttpAnswer): ProviderError {
    return new ProviderError('refused', `the provider answered ${answer.status}: ${errorText(answer)}`, answer);
  }

  static unreadable(answer: HttpAnswer): ProviderError {
    return new ProviderError('unreadable', 'the provider’s answer could not be read', answer);
  }
}

const WORDS = { unreachable: 'could not be reached', no_answer: 'did not answer' } as const;

/** A network failure in a few words: its code where it has one. */
export function describeCause(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return safeText(`${code}${error.message}`);
}
