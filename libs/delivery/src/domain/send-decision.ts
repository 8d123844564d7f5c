import { backoffMs, type BackoffPolicy } from '@herald/kernel';

/** An outcome as far as the decision needs it; the provider's `SendOutcome` fits. */
export type OutcomeFacts =
  | { readonly kind: 'accepted' | 'not_sent' | 'unknown' }
  | { readonly kind: 'refused'; readonly scope: 'batch' | 'country' | 'campaign' | 'account' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined };

type OutcomeKind = OutcomeFacts['kind'];

/** Who else a refusal stops. */
export type Halt = 'nothing' | 'country' | 'campaign' | 'account';

export interface SendDecision {
  readonly to: 'accepted' | 'refused' | 'unknown' | 'planned';
  /** -1 gives the attempt back: the provider did not look at the request. */
  readonly attemptsBy: 0 | -1;
  readonly setbacks: 'raise' | 'reset';
  /** When a batch that goes back to `planned` may be fed again, in ms from now. */
  readonly waitMs: number | undefined;
  readonly halt: Halt;
}

/** The table of design §4. `refused` stops more than its batch, as its scope says (`REFUSED`). */
const TABLE: Readonly<Record<OutcomeKind, Pick<SendDecision, 'to' | 'attemptsBy' | 'setbacks'>>> = {
  accepted: { to: 'accepted', attemptsBy: 0, setbacks: 'reset' },
  refused: { to: 'refused', attemptsBy: 0, setbacks: 'raise' },
  throttled: { to: 'planned', attemptsBy: -1, setbacks: 'raise' },
  not_sent: { to: 'planned', attemptsBy: -1, setbacks: 'raise' },
  unknown: { to: 'unknown', attemptsBy: 0, setbacks: 'raise' },
};

type Refusal = Pick<SendDecision, 'halt'> & Partial<Pick<SendDecision, 'to' | 'attemptsBy'>>;

/**
 * What a refusal stops. One for the account's or the country's sake says nothing of the batch: it was surely not accepted, and goes
 * back to wait until the hold is lifted.
 */
const REFUSED: Readonly<Record<'batch' | 'country' | 'campaign' | 'account', Refusal>> = {
  batch: { halt: 'nothing' },
  country: { halt: 'country', to: 'planned', attemptsBy: -1 },
  campaign: { halt: 'campaign' },
  account: { halt: 'account', to: 'planned', attemptsBy: -1 },
};

const BACKOFF: BackoffPolicy = { baseMs: 1_000, maxMs: 60_000 };
const SHORTEST_WAIT_MS = 250;

/**
 * What an outcome means for its batch.
 *
 * @param setbacks of the batch so far, not counting this one
 * @param random in [0, 1)
 */
export function decide(outcome: OutcomeFacts, setbacks: number, random: number): SendDecision {
  const refusal: Refusal = outcome.kind === 'refused' ? REFUSED[outcome.scope] : { halt: 'nothing' };
  const decision = { ...TABLE[outcome.kind], ...refusal };
  return {
    ...decision,
    waitMs: decision.to === 'planned' ? waitMs(outcome, setbacks + 1, random) : undefined,
  };
}

function waitMs(outcome: OutcomeFacts, attempt: number, random: number): number {
  const backoff = SHORTEST_WAIT_MS + backoffMs(BACKOFF, attempt, random);
  // A wait the provider asked for is kept; the jitter on top keeps a hundred batches from coming back in one moment.
  const asked = outcome.kind === 'throttled' ? outcome.retryAfterMs : undefined;
  return asked === undefined ? backoff : asked + Math.floor(random * BACKOFF.baseMs);
}
