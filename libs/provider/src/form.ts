import { parse } from 'node:querystring';

/** The decoded pairs of a form body or a query; a repeated key is several pairs. */
export interface Form {
  /** As they came. Forms of one layout share one array: what follows from the keys alone can be remembered by it. */
  readonly keys: readonly string[];
  /** `values[i]` belongs to `keys[i]`. */
  readonly values: readonly string[];
  /** The positions of the pairs, sorted by key and then by value: the order of signatures. */
  readonly sorted: readonly number[];
}

export const EMPTY_FORM: Form = { keys: [], values: [], sorted: [] };

/** Any text at all, by Node's own parser. */
export function parseForm(text: string): Form {
  return text === '' ? EMPTY_FORM : formOf(parse(text));
}

/** From fields that were parsed before; an array is a repeated key. */
export function formOf(fields: Readonly<Record<string, string | readonly string[] | undefined>>): Form {
  const keys: string[] = [];
  const values: string[] = [];
  for (const [key, value = ''] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) {
      keys.push(key);
      values.push(one);
    }
  }
  return { keys, values, sorted: sortedPositions(keys, values) };
}

function sortedPositions(keys: readonly string[], values: readonly string[]): number[] {
  const byText = (a = '', b = ''): number => (a === b ? 0 : a < b ? -1 : 1);
  return keys.map((_key, at) => at).sort((a, b) => byText(keys[a], keys[b]) || byText(values[a], values[b]));
}
