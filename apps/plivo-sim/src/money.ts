const SCALE = 100_000;
const DECIMALS = 5;

/** An amount in 1/100,000 of a dollar as the provider writes it: "0.00770". Exact: no floating point on the way. */
export function formatMoney(amount: number): string {
  const sign = amount < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(amount) / SCALE);
  const rest = Math.abs(amount) % SCALE;
  return `${sign}${whole}.${String(rest).padStart(DECIMALS, '0')}`;
}

/** The reverse of {@link formatMoney}, for up to five decimals. */
export function parseMoney(text: string): number {
  const [whole = '0', fraction = ''] = text.split('.');
  return Number(whole) * SCALE + Number(fraction.padEnd(DECIMALS, '0').slice(0, DECIMALS));
}
