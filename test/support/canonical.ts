/**
 * One shape for what is the same: the provider writes `api_id`, its SDK `apiId`, some examples `Api_id`; a number may be a string, and
 * what is null or empty may be left out. Networks' names (`AT&T`, which the SDK makes `atT`) keep their letters only.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value === '' || value === undefined ? null : value;
  const pairs = Object.entries(value)
    .map(([key, each]) => [key.toLowerCase().replace(/[^a-z0-9]/g, ''), canonical(each)] as const)
    .filter(([, each]) => each !== null);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
