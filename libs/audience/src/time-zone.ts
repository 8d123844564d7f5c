const known = new Map<string, string | undefined>();
const MAX_KNOWN = 5_000;

/**
 * The IANA name of a time zone cell, spelt as the tz database does, or undefined. Abbreviations and offsets (EST, +05:00) know nothing of
 * summer time or mean several zones, so they count as unknown.
 */
export function readTimeZone(cell: string): string | undefined {
  const name = cell.trim();
  if (name.length > 64 || (!name.includes('/') && name.toUpperCase() !== 'UTC')) return undefined;
  if (known.has(name)) return known.get(name);
  if (known.size >= MAX_KNOWN) known.clear();
  const zone = canonical(name);
  // A copy: the name may be a slice that would keep a whole piece of its file alive.
  known.set(Buffer.from(name).toString(), zone);
  return zone;
}

function canonical(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
