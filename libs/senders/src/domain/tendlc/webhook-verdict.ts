import type { StepState } from './step';

/** What a webhook says became of a brand or campaign, or of the linking or unlinking of a number. */
export type Told = 'created' | 'registered' | 'rejected' | 'success' | 'failed';

export interface WebhookVerdict {
  /** The state it leads to; undefined: it changes nothing. */
  readonly to: StepState | undefined;
  /** The provider is asked: it told of something that shows in its record, or that does not go with what is known. */
  readonly ask: boolean;
}

const NOTHING: WebhookVerdict = { to: undefined, ask: false };
const ASK: WebhookVerdict = { to: undefined, ask: true };
const HERE: ReadonlySet<StepState> = new Set([
  'unknown',
  'created',
  'registered',
  'rejected',
  'expired',
  'success',
  'failed',
]);

/**
 * Webhooks come late, twice, in any order, and carry no number of the submission they are about. Only while there was but one, and it
 * is under way, is a verdict taken as told; whatever else it does not agree with is a reason to ask, never to believe.
 */
export function webhookVerdict(told: Told, { state, rounds }: { state: StepState; rounds: number }): WebhookVerdict {
  if (told === 'created') return state === 'unknown' ? ASK : NOTHING;
  if (state === told || !HERE.has(state)) return NOTHING;
  if (state === 'created' && rounds <= 1) return { to: told, ask: told === 'registered' };
  return ASK;
}
