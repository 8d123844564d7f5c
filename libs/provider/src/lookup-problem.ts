import { AppError } from '@herald/kernel';

import { ProviderError } from './provider-error';

const SILENT: ReadonlySet<string> = new Set(['unreachable', 'no_answer', 'unreadable', 'server_error']);

/**
 * A question that the provider did not answer, as the person who asked it is told. Nothing was changed by asking.
 *
 * @param what was to be looked up: `the message`
 * @returns anything but a failure of the provider as it is
 */
export function lookupProblem(error: unknown, what: string): unknown {
  if (!(error instanceof ProviderError)) return error;
  const cause = { cause: error };
  if (error.kind === 'throttled') {
    const message = `The provider was asked too often for now: ${what} could not be looked up. Try again in a minute.`;
    return new AppError('unavailable', 'provider_throttled', message, cause);
  }
  if (SILENT.has(error.kind)) {
    const message = `The provider could not be asked for ${what}: ${error.message}. Try again.`;
    return new AppError('unavailable', 'provider_unavailable', message, cause);
  }
  if (error.kind === 'not_found') {
    const message = `The provider has no record that ${what} would be in, or no more.`;
    return new AppError('not_found', 'provider_message_unknown', message, cause);
  }
  return new AppError('conflict', 'provider_refused', `The provider does not show ${what}: ${error.message}.`, cause);
}
