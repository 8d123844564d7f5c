import type { MessageState } from './message-state';

/**
 * What is known of one message: a row of `messages`, and equally what one callback says. `null` = not known. Merging is
 * the same operation for both (`merge`).
 */
export interface MessageFacts {
  readonly state: MessageState;
  /** Only where the state is a failure. */
  readonly errorCode: number | null;
  /** The provider's time of this state, epoch milliseconds. */
  readonly stateAt: number | null;
  readonly units: number | null;
  readonly mcc: string | null;
  readonly mnc: string | null;
  /** Lower case. */
  readonly messageUuid: string | null;
  /** Price of the whole message, as told with this state, in hundred-thousandths of a dollar: an integer, so that sums stay exact. */
  readonly amount: number | null;
}

/** A message nothing is known of: the neutral element of `merge`. */
export const NO_FACTS: MessageFacts = {
  state: 'planned',
  errorCode: null,
  stateAt: null,
  units: null,
  mcc: null,
  mnc: null,
  messageUuid: null,
  amount: null,
};
