/** Digits after the point of every amount of money: those of numeric(…, 5). */
export const AMOUNT_SCALE = 5;

/** An amount in hundred-thousandths as Postgres writes numeric(…, 5). */
export function amountText(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(AMOUNT_SCALE + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -AMOUNT_SCALE)}.${digits.slice(-AMOUNT_SCALE)}`;
}
