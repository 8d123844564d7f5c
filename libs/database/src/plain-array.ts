/**
 * An array as Postgres reads it, for values that need no quotes: numbers, digits, UUIDs, names of states. The driver's own
 * escaping of every element is dear in a statement of hundreds.
 */
export function plainArray<T>(rows: readonly T[], value: (row: T) => string | number | null): string {
  return `{${rows.map((row) => value(row) ?? 'NULL').join(',')}}`;
}
