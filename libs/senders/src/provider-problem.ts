import { AppError } from '@herald/kernel';
import { ProviderError } from '@herald/provider';

/**
 * A call that failed, as the person who asked for it is told.
 *
 * @param what was to be done: `make the Powerpack`
 * @returns anything but a failure of the provider as it is
 */
export function providerProblem(error: unknown, what: string): unknown {
  if (!(error instanceof ProviderError)) return error;
  const cause = { cause: error };
  if (error.mayHaveHappened) {
    const message = `It is not known whether the provider did ${what}: ${error.message}. Sync, look, and ask again if it did not.`;
    return new AppError('unavailable', 'provider_no_answer', message, cause);
  }
  if (error.kind === 'unreachable' || error.kind === 'throttled') {
    const message = `The provider could not be asked to ${what}: ${error.message}. Nothing was changed; try again.`;
    return new AppError('unavailable', 'provider_unavailable', message, cause);
  }
  const message = `The provider refused to ${what}: ${error.message}.`;
  return new AppError('conflict', 'provider_refused', message, cause);
}
