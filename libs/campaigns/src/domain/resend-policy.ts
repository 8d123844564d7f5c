/** Which failed messages are sent again as a new attempt, how often and when. */
export interface ResendPolicy {
  /** All attempts at a message, the first included. */
  readonly max_attempts: number;
  /** From the failure to the next attempt; a code may want longer. */
  readonly wait_minutes: number;
  /** The provider's error codes; those whose cause passes by itself unless others are named. */
  readonly codes: readonly number[];
  /** Also messages that failed after the carrier had them: those were charged, and the next attempt is too. */
  readonly undelivered: boolean;
  /** No attempt begins later than this after the campaign's start. */
  readonly within_hours: number;
}

type Given = { readonly [Field in keyof ResendPolicy]?: ResendPolicy[Field] | undefined };

const DEFAULTS = { max_attempts: 2, wait_minutes: 15, undelivered: false, within_hours: 24 } as const;
const MAX_ATTEMPTS = 5;
const WEEK = 168;

/** @param given undefined or null = off; a field left out has its default */
export function resendPolicyOf(given: Given | null | undefined, codes: readonly number[]): ResendPolicy | null {
  if (given === undefined || given === null) return null;
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, codes, ...said };
}

export function resendPolicyFault(
  { max_attempts: attempts, wait_minutes: wait, codes, within_hours: hours }: ResendPolicy,
  leastWait: number,
): { field: string; message: string } | undefined {
  const whole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  if (!whole(attempts, 2, MAX_ATTEMPTS)) {
    return { field: 'resend.max_attempts', message: `must be a whole number from 2 to ${MAX_ATTEMPTS}` };
  }
  if (!whole(wait, leastWait, WEEK * 60)) {
    const message = `must be whole minutes from ${leastWait} to ${WEEK * 60}: until then callbacks of the last attempt may still come`;
    return { field: 'resend.wait_minutes', message };
  }
  if (!whole(hours, 1, WEEK)) return { field: 'resend.within_hours', message: `must be whole hours from 1 to ${WEEK}` };
  if (codes.length === 0) return { field: 'resend.codes', message: 'must not be empty' };
  return undefined;
}
