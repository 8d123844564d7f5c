const FORMATS_THAT_SAY_ENOUGH: readonly unknown[] = ['date-time', 'date'];

/** Leaves out what zod adds to every integer and every time, and nobody reads: the safe integers' bounds, 300-character patterns. */
export function tidy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(tidy) as T;
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Record<string, unknown>;
  const kept = Object.entries(node).filter(([key, part]) => {
    if (key === 'minimum') return part !== Number.MIN_SAFE_INTEGER;
    if (key === 'maximum') return part !== Number.MAX_SAFE_INTEGER;
    return key !== 'pattern' || !FORMATS_THAT_SAY_ENOUGH.includes(node.format);
  });
  return Object.fromEntries(kept.map(([key, part]) => [key, tidy(part)])) as T;
}
