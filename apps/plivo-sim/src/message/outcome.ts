import { type SimulatorOptions } from '../options/options';
import { pickWeighted, type SeededRandom } from '../random';

/** What the carrier will make of a message. `code` is 0 where there is none. */
export interface Outcome {
  readonly state: 'delivered' | 'undelivered' | 'failed' | 'no_receipt';
  readonly code: number;
}

const NETWORK_ERROR = 1000;

/** Whether a well-formed number is refused all the same, as the options say. */
export function isRefusedNumber(number: number, options: SimulatorOptions, random: SeededRandom): boolean {
  if (options.outcomes.by_number[String(number)]?.state === 'invalid') return true;
  const { invalid_share: share } = options.numbers;
  return share > 0 && random.unit('invalid', number) < share;
}

function pickCode(mix: Readonly<Record<string, number>>, unit: number): number {
  const weighted = Object.entries(mix).map(([code, weight]) => [Number(code), weight] as const);
  return pickWeighted(weighted, unit) ?? NETWORK_ERROR;
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
  const fixed = options.by_number[String(number)];
  if (fixed !== undefined && fixed.state !== 'invalid') return { state: fixed.state, code: fixed.code };
  const nth = options.vary_by_repeat ? repeat : 0;
  const state =
    pickWeighted(
      [
        ['delivered', options.delivered],
        ['undelivered', options.undelivered],
        ['failed', options.failed],
        ['no_receipt', options.no_receipt],
      ] as const,
      random.unit('outcome', number, nth),
    ) ?? 'delivered';
  const unit = random.unit('code', number, nth);
  if (state === 'undelivered') return { state, code: pickCode(options.undelivered_codes, unit) };
  if (state === 'failed') return { state, code: pickCode(options.failed_codes, unit) };
  return { state, code: 0 };
}
