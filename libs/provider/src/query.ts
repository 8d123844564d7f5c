type Value = string | number | boolean | undefined;

/** Query parameters by the provider's names; what is undefined is not asked for. */
export type Filter = Readonly<Record<string, Value>>;

/** `?a=1&b=2`, or nothing. */
export function queryOf(filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}
