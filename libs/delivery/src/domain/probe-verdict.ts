import type { HoldCode } from './hold-reason';

export interface ProbedFacts {
  /** The state of the batch that was let through; undefined when it is gone. */
  readonly state: string | undefined;
  readonly failed: number;
  readonly passed: number;
  readonly sinceMs: number;
}

/** What a batch that was let through says of the lane: open, still shut, or nothing yet. */
export type ProbeVerdict = 'open' | 'shut' | 'wait';

/**
 * A provider without credit accepts a message and lets it fail afterwards, so acceptance alone opens no account; when its callbacks say
 * nothing for this long, it does.
 */
const PATIENCE_MS = 5 * 60_000;
const UNDER_WAY: ReadonlySet<string | undefined> = new Set(['fed', 'sending']);

export function probeVerdict(code: HoldCode, { state, failed, passed, sinceMs }: ProbedFacts): ProbeVerdict {
  if (UNDER_WAY.has(state)) return 'wait';
  // Refused again, given back, or of unknown outcome: it proves nothing.
  if (state !== 'accepted') return 'shut';
  if (code === 'country_disabled') return 'open';
  if (failed > 0) return 'shut';
  return passed > 0 || sinceMs >= PATIENCE_MS ? 'open' : 'wait';
}
