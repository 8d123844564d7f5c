import type { Evidence } from './evidence';

/** What one look into the provider's records showed of a batch. */
export interface Round {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly samples: readonly { readonly to: string; readonly evidence: Evidence }[];
  /**
   * A message that was certainly accepted, no earlier than the suspected request: `seen` in the records at the same moment, `missing` from
   * them, or `none` to be had. It shows that records of that time can be found at all, by this clock and these filters.
   */
  readonly control: 'seen' | 'missing' | 'none';
}

export interface Rules {
  /** Between the first and the last round that count, at least: per round after the first. */
  readonly roundMs: number;
  /** Destinations of the request. */
  readonly destinations: number;
  /** 0 to 1: of the campaign's destinations that were answered for, how many the provider called invalid. */
  readonly invalidShare: number;
}

export type Verdict = 'accepted' | 'not_accepted' | 'unclear';

/** Looked up in each round. */
export const SAMPLES = 5;
const ROUNDS = 2;
/** Without a control the records may simply be late: one more round, as far apart again. */
const ROUNDS_WITHOUT_CONTROL = 3;
/** A number that is invalid leaves no record. Above this share samples prove nothing, unless they are all there is. */
const MAX_INVALID_SHARE = 0.2;

/**
 * One message in the records proves the request: the provider takes a request whole. That none is proves the opposite only if it was looked
 * for in several rounds far apart, under different numbers, while messages of the same time could be found. The arithmetic is in ADR 0012.
 */
export function conclude(rounds: readonly Round[], { roundMs, destinations, invalidShare }: Rules): Verdict {
  if (rounds.some(({ samples }) => samples.some(({ evidence }) => evidence === 'present'))) return 'accepted';
  const streak = lastOnes(rounds, isAbsent);
  const [first] = streak;
  const last = streak.at(-1);
  if (first === undefined || last === undefined) return 'unclear';
  const needed = last.control === 'seen' ? ROUNDS : ROUNDS_WITHOUT_CONTROL;
  if (streak.length < needed || last.at - first.at < roundMs * (needed - 1)) return 'unclear';
  const numbers = new Set(streak.flatMap(({ samples }) => samples.map(({ to }) => to))).size;
  if (numbers >= destinations) return 'not_accepted';
  return numbers >= SAMPLES * ROUNDS && invalidShare <= MAX_INVALID_SHARE ? 'not_accepted' : 'unclear';
}

function isAbsent({ samples, control }: Round): boolean {
  return control !== 'missing' && samples.length > 0 && samples.every(({ evidence }) => evidence === 'absent');
}

/** The longest run at the end of a list whose members all pass. */
function lastOnes<T>(list: readonly T[], passes: (each: T) => boolean): readonly T[] {
  const broken = list.findLastIndex((each) => !passes(each));
  return list.slice(broken + 1);
}
