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
  | { readonly at: 'claimed' | 'checked' | 'waiting'; readonly fence: number; readonly age: Age }
  | { readonly at: 'answered'; readonly fence: number; readonly outcome: Outcome };

export type Outcome = 'accepted' | 'throttled' | 'not_sent' | 'unknown';

/** A request that was given to the network: on its way, or with its end. */
export interface Request {
  readonly fence: number;
  readonly age: Age;
  readonly where: 'on_its_way' | 'accepted' | 'throttled' | 'lost';
}

/** One batch, two workers, a provider, and a reconciler. */
export interface Model {
  readonly state: BatchState;
  readonly fence: number;
  /** Of the newest claim. */
  readonly age: Age;
  /** What the reconciler has seen of the present doubt. */
  readonly rounds: readonly Round[];
  /** Fences the batch was fed with: jobs in Bull, any of which may be run any number of times. */
  readonly tickets: readonly number[];
  readonly workers: readonly [Worker, Worker];
  readonly requests: readonly Request[];
  readonly crashes: number;
}

/** Parts of the real thing taken out, to show that the search finds what they are there for. */
export type Mutation =
  | 'no fence at the claim'
  | 'no deadline before the write'
  | 'a lease that ends means planned'
  | 'one round is enough'
  | 'no control'
  | 'a network without end';

export interface Bounds {
  readonly feeds: number;
  readonly crashes: number;
}

export const START: Model = {
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

/** One text per state. Workers are alike: which of them is which makes no other state. */
export function keyOf({ state, fence, age, rounds, tickets, workers, requests, crashes }: Model): string {
  const seen = rounds.map(({ at, samples }) => `${at}${samples[0]?.evidence ?? ''}`);
  const sent = requests.map((request) => `${request.fence}${request.age}${request.where}`);
  const [one, other] = workers.map((worker) => Object.values(worker).join(''));
  const both = (one ?? '') < (other ?? '') ? [one, other] : [other, one];
  return [state, fence, age, seen, tickets, both, sent, crashes].join('|');
}
