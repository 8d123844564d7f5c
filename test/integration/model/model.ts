import type { BatchState } from '@herald/ledger';

import type { Round } from '../../../libs/delivery/src/domain/verdict';

/**
 * How old a claim or a request is, in the only steps that matter: 0 = it may begin to be written; 1 = past the write deadline; 2 = the lease
 * is over; 3 = the grace is over, a first round of look-ups may run; 4 = the next round's time.
 */
export type Age = 0 | 1 | 2 | 3 | 4;
export const OLDEST: Age = 4;

/** What a worker is doing. Between any two steps it may be frozen for any time, or die. */
export type Worker =
  | { readonly at: 'idle' }
  | { readonly at: 'claimed' | 'checked'; readonly fence: number; readonly age: Age }
  | { readonly at: 'waiting'; readonly fence: number }
  | Answered;

export interface Answered {
  readonly at: 'answered';
  readonly fence: number;
  readonly outcome: Outcome;
}

export type Outcome = 'accepted' | 'refused' | 'throttled' | 'not_sent' | 'unknown';

/** What the provider says of a request, if it says anything. */
export type Answer = Exclude<Outcome, 'not_sent' | 'unknown'>;

/** A request that was given to the network: on its way, or with its end. */
export interface Request {
  readonly fence: number;
  readonly age: Age;
  readonly where: 'on_its_way' | Answer | 'lost';
}

/** One batch, two workers, a provider, a reconciler, and a campaign that may be cancelled at any time. */
export interface Model {
  readonly campaign: 'running' | 'cancelled';
  readonly state: BatchState;
  readonly fence: number;
  /** Of the newest claim, while it is sent or in doubt. */
  readonly age: Age;
  /** What the reconciler has seen of the present doubt, as far as it still counts: the last two looks. */
  readonly rounds: readonly Round[];
  /** Fences the batch was fed with: jobs in Bull, any of which may be run any number of times. */
  readonly tickets: readonly number[];
  readonly workers: readonly [Worker, Worker];
  readonly requests: readonly Request[];
  readonly crashes: number;
}

/** Parts of the real thing taken out, or done as others do them, to show that the search finds what they are there for. */
export type Mutation =
  | 'no fence at the claim'
  | 'no deadline before the write'
  | 'a lease that ends means planned'
  | 'one round is enough'
  | 'no control'
  | 'a network without end'
  | 'a refusal under any fence'
  | 'a cancel that takes what is being sent'
  | 'no answer means refused'
  | 'no answer means accepted'
  | 'no lease while sending'
  | 'nobody who cancels what comes back';

/** What must never be: promise 1, promise 2, and its other half, that nothing is called accepted that was not. */
export type Harm = 'sent twice' | 'lost' | 'made up';

export interface Bounds {
  readonly feeds: number;
  readonly crashes: number;
  /** Who never comes: callbacks, or what the provider's records would tell (a campaign that keeps its numbers out of them). */
  readonly without?: 'callbacks' | 'records';
}

export const START: Model = {
  campaign: 'running',
  state: 'planned',
  fence: 0,
  age: 0,
  rounds: [],
  tickets: [],
  workers: [{ at: 'idle' }, { at: 'idle' }],
  requests: [],
  crashes: 0,
};

/** How often the provider took the batch. */
export function timesAccepted({ requests }: Model): number {
  return requests.filter(({ where }) => where === 'accepted').length;
}

/** Only the operator's word, `abandoned`, may leave open what became of a batch. */
export function harmOf(model: Model): Harm | undefined {
  const accepted = timesAccepted(model);
  if (accepted > 1) return 'sent twice';
  if (accepted === 1) return model.state === 'refused' || model.state === 'cancelled' ? 'lost' : undefined;
  return model.state === 'accepted' ? 'made up' : undefined;
}

/** One text per state. Workers are alike: which of them is which makes no other state. */
export function keyOf({ campaign, state, fence, age, rounds, tickets, workers, requests, crashes }: Model): string {
  const seen = rounds.map(({ at, samples }) => `${at}${samples[0]?.evidence ?? ''}`);
  const sent = requests.map((request) => `${request.fence}${request.age}${request.where}`);
  const [one, other] = workers.map((worker) => Object.values(worker).join(''));
  const both = (one ?? '') < (other ?? '') ? [one, other] : [other, one];
  return [campaign, state, fence, age, seen, tickets, both, sent, crashes].join('|');
}
