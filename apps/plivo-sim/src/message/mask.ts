import { type LogPreference } from '../ledger/ledger';

const SHOWN_FIRST = 3;
const SHOWN_LAST = 3;

/** A number as the provider masks it when it is not to be logged: "+141XXXXX528" [ref]. */
export function maskNumber(digits: string): string {
  const hidden = Math.max(0, digits.length - SHOWN_FIRST - SHOWN_LAST);
  return `+${digits.slice(0, SHOWN_FIRST)}${'X'.repeat(hidden)}${digits.slice(digits.length - SHOWN_LAST)}`;
}

/** `false` and `content_only` keep the number out of the provider's logs. */
export function hidesNumber(log: LogPreference): boolean {
  return log === 'false' || log === 'content_only';
}

/** `false` and `number_only` keep text and media out of the provider's logs. */
export function hidesContent(log: LogPreference): boolean {
  return log === 'false' || log === 'number_only';
}
