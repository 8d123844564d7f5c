const LONGEST_MS = 3_600_000;

/**
 * `Retry-After` in ms: seconds or an HTTP date. Anything else, or more than an hour, is taken as not said: no source of the
 * provider's promises the header.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now.getTime();
  return Number.isFinite(wait) && wait >= 0 && wait <= LONGEST_MS ? Math.ceil(wait) : undefined;
}
