import { AMOUNT_SCALE, amountText } from '@herald/kernel';

/**
 * Adds decimal strings exactly (money is never a float).
 *
 * @param amounts as Postgres writes numeric(…, 5): at most five digits after the point
 * @returns with exactly five digits after the point
 */
export function sumAmounts(amounts: readonly string[]): string {
  return amountText(amounts.reduce((sum, amount) => sum + toScaled(amount), 0n));
}

function toScaled(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,5}))?$/.exec(amount);
  if (match === null) throw new Error(`Not an amount: ${JSON.stringify(amount)}`);
  const [, sign, whole = '', fraction = ''] = match;
  const scaled = BigInt(whole + fraction.padEnd(AMOUNT_SCALE, '0'));
  return sign === '-' ? -scaled : scaled;
}
