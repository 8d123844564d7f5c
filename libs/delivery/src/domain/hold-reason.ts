import type { Halt } from './send-decision';

/** Why the provider takes nothing, as the code of the hold. */
export const HOLD_CODES = ['provider_credentials', 'provider_credit', 'provider_disabled', 'country_disabled'] as const;
export type HoldCode = (typeof HOLD_CODES)[number];

/** A refusal as far as the hold needs it. */
interface RefusalFacts {
  readonly httpStatus: number;
  readonly error: string;
}

const DISABLED = /disabled|suspended|deactivated/i;

/** @returns undefined for a refusal that holds no lane */
export function holdCodeOf(halt: Halt, { httpStatus, error }: RefusalFacts): HoldCode | undefined {
  if (halt === 'country') return 'country_disabled';
  if (halt !== 'account') return undefined;
  if (httpStatus === 401) return 'provider_credentials';
  return DISABLED.test(error) ? 'provider_disabled' : 'provider_credit';
}

/** Codes with which messages fail for the account's sake, not their own [Plivo, error codes]. */
export const ACCOUNT_ERROR_CODES: ReadonlyMap<number, HoldCode> = new Map([
  [900, 'provider_credit'],
  [910, 'provider_disabled'],
]);

const MINUTE_MS = 60_000;

/**
 * The wait before the first probe. After a message fails for want of credit the provider refuses every send for two minutes
 * [Plivo support 17000088423]; the others are for a person to mend, and a probe only notices that it was done.
 */
const FIRST_WAIT_MS: Readonly<Record<HoldCode, number>> = {
  provider_credentials: MINUTE_MS,
  provider_credit: 2.5 * MINUTE_MS,
  provider_disabled: 10 * MINUTE_MS,
  country_disabled: 10 * MINUTE_MS,
};
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** @param tries probes so far */
export function probeWaitMs(code: HoldCode, tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS[code] * 2 ** tries);
}

export function isHoldCode(code: string): code is HoldCode {
  return (HOLD_CODES as readonly string[]).includes(code);
}
