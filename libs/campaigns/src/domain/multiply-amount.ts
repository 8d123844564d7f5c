import { AMOUNT_SCALE, amountText } from '@herald/kernel';

/**
 * A price times a count, exactly: money is never a float.
 *
 * @param amount as Postgres writes numeric(…, 5), not negative
 * @returns with five digits after the point
 */
export function multiplyAmount(amount: string, count: number): string {
  const match = /^(\d+)(?:\.(\d{1,5}))?$/.exec(amount);
  if (match === null) throw new Error(`Not an amount: ${JSON.stringify(amount)}`);
  const [, whole = '', fraction = ''] = match;
  return amountText(BigInt(whole + fraction.padEnd(AMOUNT_SCALE, '0')) * BigInt(count));
}

/** By currency: what has one and another cannot be added. */
export function totalsByCurrency(
  costs: readonly { readonly amount: string; readonly currency: string }[],
): { amount: string; currency: string }[] {
  const scaled = new Map<string, bigint>();
  for (const { amount, currency } of costs) {
    scaled.set(currency, (scaled.get(currency) ?? 0n) + BigInt(multiplyAmount(amount, 1).replace('.', '')));
  }
  return [...scaled].map(([currency, sum]) => ({ amount: amountText(sum), currency }));
}
