import { type SimulatorOptions } from '../options/options';
import { pickWeighted, type SeededRandom } from '../random';

type Weighted<T> = readonly (readonly [T, number])[];
type State = 'delivered' | 'undelivered' | 'failed' | 'no_receipt';

/** What the carrier will make of a message. `code` is 0 where there is none. */
export interface Outcome {
  readonly state: State;
  readonly code: number;
}

interface Rules {
  readonly fixed: ReadonlyMap<number, { readonly state: State | 'invalid'; readonly code: number }>;
  readonly shares: Weighted<State>;
  readonly undelivered: Weighted<number>;
  readonly failed: Weighted<number>;
  readonly varyByRepeat: boolean;
}

const UNKNOWN_ERROR = 1000;
const compiled = new WeakMap<SimulatorOptions['outcomes'], Rules>();

function codes(mix: Readonly<Record<string, number>>): Weighted<number> {
  return Object.entries(mix).map(([code, weight]) => [Number(code), weight]);
}

/** The options made ready once: looking a number up as an object's key took a third of the time of a send. */
function rulesOf(options: SimulatorOptions['outcomes']): Rules {
  const known = compiled.get(options);
  if (known !== undefined) return known;
  const states = ['delivered', 'undelivered', 'failed', 'no_receipt'] as const;
  const rules = {
    fixed: new Map(Object.entries(options.by_number).map(([digits, fixed]) => [Number(digits), fixed])),
    shares: states.map((state) => [state, options[state]] as const),
    undelivered: codes(options.undelivered_codes),
    failed: codes(options.failed_codes),
    varyByRepeat: options.vary_by_repeat,
  };
  compiled.set(options, rules);
  return rules;
}

/** Whether a well-formed number is refused all the same, as the options say. */
export function isRefusedNumber(number: number, options: SimulatorOptions, random: SeededRandom): boolean {
  const { fixed } = rulesOf(options.outcomes);
  if (fixed.size > 0 && fixed.get(number)?.state === 'invalid') return true;
  const { invalid_share: share } = options.numbers;
  return share > 0 && random.unit('invalid', number) < share;
}

/**
 * The outcome for a destination: a pure function of seed, number and options, and not of when or in which request it
 * was sent. `repeat` (0 for the first message to this number) only counts under `outcomes.vary_by_repeat`.
 */
export function outcomeFor(
  number: number,
  repeat: number,
  options: SimulatorOptions['outcomes'],
  random: SeededRandom,
): Outcome {
  const rules = rulesOf(options);
  const fixed = rules.fixed.size > 0 ? rules.fixed.get(number) : undefined;
  if (fixed !== undefined && fixed.state !== 'invalid') return { state: fixed.state, code: fixed.code };
  const nth = rules.varyByRepeat ? repeat : 0;
  const state = pickWeighted(rules.shares, random.unit('outcome', number, nth)) ?? 'delivered';
  if (state === 'delivered' || state === 'no_receipt') return { state, code: 0 };
  const unit = random.unit('code', number, nth);
  return { state, code: pickWeighted(rules[state], unit) ?? UNKNOWN_ERROR };
}
