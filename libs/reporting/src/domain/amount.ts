/** Digits after the point of every amount: those of `messages.total_amount`. */
const SCALE = 5;

/**
 * Adds decimal strings exactly (money is never a float).
 *
 * @param amounts as Postgres writes numeric(…, 5): at most five digits after the point
 * @returns with exactly five digits after the point
 */
export function sumAmounts(amounts: readonly string[]): string {
  const total = amounts.reduce((sum, amount) => sum + toScaled(amount), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(SCALE + 1, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
}

function toScaled(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,5}))?$/.exec(amount);
  if (match === null) throw new Error(`Not an amount: ${JSON.stringify(amount)}`);
  const [, sign, whole = '', fraction = ''] = match;
  const scaled = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -scaled : scaled;
}
