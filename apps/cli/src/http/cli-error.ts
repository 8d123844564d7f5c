/** The API refused, or a figure is off. */
export const EXIT_FAILED = 1;
/** The API could not be reached. */
export const EXIT_UNREACHABLE = 2;

/** A failure as the person at the terminal reads it: no stack, and an exit code. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT_FAILED,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

export function unreachable(url: string, cause: unknown): CliError {
  const why = reasonOf(cause);
  return new CliError(
    [
      `Herald's API does not answer at ${url}${why === '' ? '' : ` (${why})`}.`,
      'Start it with: npm start',
      'Or say where it is with --url or HERALD_URL.',
    ].join('\n'),
    EXIT_UNREACHABLE,
  );
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return cause instanceof Error ? cause.message : '';
}
