import { windowSeconds } from './batch-size';
import type { Forecast, ForecastLane } from './forecast';

/** Why a launch is refused (`problems`) or what else to know (`warnings`), with what to do about it. */
export interface ForecastProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** A country where one message takes longer to drain than it may wait. */
export interface SlowCountry {
  readonly country: string;
  /** For one message. */
  readonly seconds: number;
  readonly lane: Pick<ForecastLane, 'kind' | 'key'>;
}

export interface Circumstances {
  readonly deadlineAt: Date | null;
  readonly expiryS: number;
  readonly tooSlow: readonly SlowCountry[];
  /** Batches are written: the campaign itself cannot be changed any more. */
  readonly planned: boolean;
  /** An import of the list has not ended: there may be more recipients than are counted here. */
  readonly importOpen: boolean;
  /** Recipients that nothing will be sent to. */
  readonly heldBack: readonly { readonly code: string; readonly message: string; readonly messages: number }[];
  /** Where messages differ by recipient: requests it would take if all of a country were alike. */
  readonly alike: number | null;
  /** Lanes that let nothing pass, with the reason. */
  readonly held: readonly { readonly name: string; readonly message: string }[];
}

const PLANNED_REMEDY = 'Make the lane faster, or cancel the campaign and launch another.';

/** What a launch is refused for, unless told otherwise. */
export function problemsOf(forecast: Forecast, circumstances: Circumstances): ForecastProblem[] {
  const { deadlineAt, expiryS, tooSlow, planned } = circumstances;
  const problems: ForecastProblem[] = [];
  if (deadlineAt !== null && forecast.finishes_at > deadlineAt) {
    const available = Math.max(0, deadlineAt.getTime() - forecast.starts_at.getTime()) / 1_000;
    const late = Math.ceil((forecast.finishes_at.getTime() - deadlineAt.getTime()) / 1_000);
    const unsent = Math.ceil(forecast.messages * (1 - Math.min(1, available / Math.max(1, forecast.seconds))));
    problems.push({
      code: 'deadline_crossed',
      message:
        `It would end at ${forecast.finishes_at.toISOString()}, ${late} s after its deadline ${deadlineAt.toISOString()}: about ` +
        `${unsent} of ${forecast.messages} messages would not be sent. The bottleneck is ${laneName(forecast.bottleneck)}.`,
      remedy: planned
        ? PLANNED_REMEDY
        : `Start earlier, move deadline_at to ${forecast.finishes_at.toISOString()} or later, use a faster sender, or send to fewer.`,
    });
  }
  if (tooSlow.length > 0) {
    problems.push({
      code: 'expiry_crossed',
      message:
        `A message takes longer to drain than the ${windowSeconds(Infinity, expiryS)} s that its expiry of ${expiryS} s safely ` +
        `allows: ${tooSlow.map(slowText).join('; ')}. ${forecast.would_expire.fed} messages would never be sent.`,
      remedy: planned
        ? PLANNED_REMEDY
        : 'Raise message_expiry, use a faster sender, or shorten the text to fewer units.',
    });
  }
  return problems;
}

const REMEDIES: Readonly<Record<string, string>> = {
  mms_country: 'Give content.fallback_text, which they get as an SMS.',
  parameter_missing: 'Give content.defaults, say if_missing blank, or import the values.',
};
/** Fewer times as many requests are not worth a word. */
const PERSONAL_FACTOR = 2;

/** What does not stop a launch. */
export function warningsOf(forecast: Forecast, circumstances: Circumstances): ForecastProblem[] {
  const { importOpen, held, heldBack, alike } = circumstances;
  const warnings: ForecastProblem[] = held.map(({ name, message }) => ({
    code: 'lane_held',
    message: `The lane ${name} is held: ${message}`,
    remedy: 'Nothing passes it until it is released: herald lanes.',
  }));
  const unpriced = forecast.countries.filter(({ cost }) => cost === null).map(({ country }) => country);
  if (unpriced.length > 0) {
    warnings.push({
      code: 'price_missing',
      message: `There is no price for ${unpriced.join(', ')}: their messages are not in the cost.`,
      remedy: 'Add one: herald prices set <country> <amount>.',
    });
  }
  for (const { code, message, messages } of heldBack) {
    warnings.push({ code, message: `${messages} recipients are held back: ${message}`, remedy: REMEDIES[code] ?? '' });
  }
  if (alike !== null && forecast.requests > alike * PERSONAL_FACTOR) {
    const line = forecast.lanes.find(({ kind }) => kind === 'account_requests');
    const takes = line === undefined ? '' : `, which takes ${line.seconds} s at the account's limit of requests`;
    warnings.push({
      code: 'many_requests',
      message: `Messages that differ by recipient make ${forecast.requests} requests instead of ${alike}${takes}.`,
      remedy: 'Take fewer columns, or such that many recipients share; or let it take its time.',
    });
  }
  if (importOpen) {
    warnings.push({
      code: 'import_open',
      message: 'An import of the list has not ended: there may be more recipients than are counted here.',
      remedy: 'Ask again when it has.',
    });
  }
  if (forecast.messages === 0) {
    const remedy = 'Import recipients into the list, or look at its suppressions.';
    warnings.push({ code: 'no_recipients', message: 'There is nobody to send to.', remedy });
  }
  return warnings;
}

function slowText({ country, seconds, lane }: SlowCountry): string {
  return `to ${country} ${Math.ceil(seconds)} s through ${laneName(lane)}`;
}

function laneName(lane: Forecast['bottleneck']): string {
  if (lane === null) return 'none';
  return lane.key === '' ? lane.kind : `${lane.kind} ${lane.key}`;
}
