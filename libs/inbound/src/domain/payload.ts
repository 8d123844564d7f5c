/** The pairs of a form: `values[i]` belongs to `keys[i]`. */
interface Pairs {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** What Postgres' text and jsonb cannot hold: NUL, and halves of characters. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const REPLACEMENT = '\ufffd';

/**
 * A request as it is kept: the fields of its form, a repeated one as an array; or the object, where the body is JSON. Nothing is
 * left out, whatever the fields are called; characters that cannot be stored become U+FFFD.
 */
export function payloadOf(form: Pairs, body: string): Readonly<Record<string, unknown>> {
  const object = jsonObject(body);
  if (object !== undefined) return object;
  const payload = new Map<string, string | string[]>();
  form.keys.forEach((key, at) => {
    const name = storable(key);
    const value = storable(form.values[at] ?? '');
    const before = payload.get(name);
    payload.set(name, before === undefined ? value : [before, value].flat());
  });
  return Object.fromEntries(payload);
}

/** Text that Postgres can hold. */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, REPLACEMENT);
}

function jsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  if (!body.trimStart().startsWith('{')) return undefined;
  try {
    return storableValue(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [storable(key), storableValue(one)]));
}
