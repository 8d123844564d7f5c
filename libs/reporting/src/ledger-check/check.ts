/** One statement about a campaign's tables that must be true at every instant. */
export interface Check {
  /** Stable, snake_case. */
  readonly name: string;
  readonly ok: boolean;
  readonly expected: number | string;
  readonly actual: number | string;
  /** What is compared and, where it is off, where to look. */
  readonly detail: string;
}

export interface Verification {
  readonly campaign_id: number;
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/** Two figures that must be the same. */
export function same(name: string, expected: number | string, actual: number | string, detail: string): Check {
  return { name, ok: expected === actual, expected, actual, detail };
}

/** A number of offending rows that must be nought; `examples` says which they are. */
export function none(name: string, actual: number, detail: string, examples: readonly string[] = []): Check {
  const shown = examples.length === 0 ? detail : `${detail}: ${examples.slice(0, MAX_EXAMPLES).join('; ')}`;
  return { name, ok: actual === 0, expected: 0, actual, detail: shown };
}

const MAX_EXAMPLES = 3;
