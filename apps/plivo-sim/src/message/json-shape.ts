export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A text of at most so many characters; an empty one is none. */
export function isTextWithin(value: unknown, most: number): value is string {
  return isText(value) && Array.from(value).length <= most;
}

export function objectsOf(value: unknown): Json[] | undefined {
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}

export function isHttpUrl(value: unknown): value is string {
  return isText(value) && /^https?:\/\/[^\s/]/i.test(value) && URL.canParse(value);
}

/** The first fault that a check finds among some things; undefined when all are fine. */
export function firstFault<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = check(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
