import type { EventSource, MessageFacts } from '@herald/ledger';

/** What the provider says of one message, verified and parsed, on its way into the ledger. */
export interface CallbackEvent {
  /** A status callback, or what a look-up found in the provider's records. */
  readonly source: Extract<EventSource, 'callback' | 'lookup'>;
  readonly batchId: string;
  /** E.164 digits; undefined = masked, which names the message only in a batch of one. */
  readonly to: string | undefined;
  readonly facts: MessageFacts;
  /** A status that Herald does not know: the facts hold no state. */
  readonly unknownStatus?: string;
}

/** What a committed callback did. */
export type EventOutcome =
  | 'applied'
  | 'unchanged' // a repetition, or news that is older than what is known
  | 'unknown_status' // proves that its batch was accepted, and says nothing of the message that Herald knows
  | 'unknown_message' // no such number in this batch
  | 'unknown_batch'; // the token is Herald's, the batch is gone

/** All that ingress can do with a request. */
export type CallbackOutcome = EventOutcome | 'forged' | 'unsigned' | 'malformed';
