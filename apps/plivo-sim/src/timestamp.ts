const MINUTE_MS = 60_000;

/** `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, as in callbacks. */
export function timestamp(at: number): string {
  return `${new Date(at).toISOString().replace('T', ' ').slice(0, -1)}000`;
}

/** `2020-09-23T09:31:25.924000Z`, as in Powerpacks, pools and media. */
export function isoTimestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, -1)}000Z`;
}

/** {@link timestamp} with an offset (`2021-07-13 13:04:06.799021+05:30`), as in message detail records. */
export function timestampWithOffset(at: number, offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  return `${timestamp(at + offsetMinutes * MINUTE_MS)}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`;
}

const FILTER = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?$/;

/** Reads `YYYY-MM-DD HH:MM[:ss[.uuuuuu]]` as UTC; milliseconds since the epoch, or undefined when it is no such time. */
export function parseTimestamp(text: string): number | undefined {
  const match = FILTER.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = match;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const real = new Date(at);
  if (real.getUTCMonth() !== Number(month) - 1 || real.getUTCDate() !== Number(day)) return undefined;
  return at + Number(fraction) * 1000;
}
