/** What an operator has filled in so far, in the provider's own words; anything may still be missing. Checked before it is sent. */
export type Details = Readonly<Record<string, unknown>>;

/** An object within, as an address; empty when there is none. */
export function within(details: Details, name: string): Details {
  const value = details[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Details) : {};
}

/** Text as it is sent: without blanks around it; undefined when there is none. */
export function textOf(details: Details, name: string): string | undefined {
  const value = details[name];
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
}

/** What is sent of them: text without blanks around it, nothing for what is empty. */
export function sendable(details: Details): Details {
  const entries = Object.entries(details).map(([name, value]) => {
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, nested ? sendable(value as Details) : typeof value === 'string' ? value.trim() : value] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined && value !== ''));
}
