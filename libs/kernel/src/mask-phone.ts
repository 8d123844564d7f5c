const VISIBLE_DIGITS = 4;

/** A phone number as it may appear in a log line: only its last digits. */
export function maskPhone(phone: string): string {
  const hidden = Math.max(0, phone.length - VISIBLE_DIGITS);
  return '*'.repeat(hidden) + phone.slice(hidden);
}
