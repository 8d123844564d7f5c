/** One filter of a list, asked for with a value that something has, and with one that nothing has. */
export interface FilterProbe {
  readonly name: string;
  readonly some: () => Promise<readonly unknown[]>;
  /** Whether an item that was found has the value. */
  readonly fits: (item: never) => boolean;
  readonly none: () => Promise<readonly unknown[]>;
}

/** Makes the probe of a filter whose two values go in the same way. */
export function probe<T, const V>(
  name: string,
  list: (value: V) => Promise<readonly T[]>,
  [has, lacks]: readonly [V, V],
  fits: (item: T) => boolean,
): FilterProbe {
  return { name, some: () => list(has), fits, none: () => list(lacks) };
}

/** What is wrong with a list's filters; a filter that is passed over lets everything through. */
export async function filterProblems(probes: readonly FilterProbe[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { name, some, fits, none } of probes) {
    const found = await some();
    if (found.length === 0) problems.push(`the filter ${name} finds nothing`);
    if (!found.every((item) => fits(item as never))) problems.push(`the filter ${name} finds what does not fit`);
    if ((await none()).length > 0) problems.push(`the filter ${name} lets through what does not fit`);
  }
  return problems;
}
