import { nameOf, type SenderProblem } from './sender-problem';

/** What a daily cap on the way has left. */
export interface CapLeft {
  /** Brand or sender the cap is for; '' is the account. */
  readonly key: string;
  /** Billable parts a day. */
  readonly amount: number;
  readonly used: number;
  /** Parts of the campaign that count against it. */
  readonly units: number;
}

/** A cap delays, it loses nothing: what today does not hold goes after midnight Pacific. */
export function capProblems(caps: readonly CapLeft[], field: string): SenderProblem[] {
  return caps
    .filter(({ amount, used, units }) => units > Math.max(0, amount - used))
    .map(({ key, amount, used, units }) => {
      const left = Math.max(0, amount - used);
      return {
        severity: 'warning',
        code: 'daily_cap_short',
        message: `The daily cap of ${key === '' ? 'the account' : nameOf(key)} has ${left} of ${amount} parts left today, and the campaign has ${units}.`,
        remedy: `${units - left} parts wait until after midnight Pacific: start earlier, use a sender of another brand, or move the deadline.`,
        field,
      };
    });
}
