import type { MessageFacts } from './message-facts';

/**
 * Where a fact about a message comes from: a status callback, a look-up in the provider's records, the claim of its batch (opted
 * out, or the sender's own number), the answer to its request (an invalid number), or a receipt that never came.
 */
export type EventSource = 'callback' | 'lookup' | 'claim' | 'answer' | 'timeout';

/** One line of the log that messages and rollups can be made from again. */
export interface MessageEvent {
  readonly source: EventSource;
  /** `null`: the batch is gone. */
  readonly campaignId: number | null;
  readonly batchId: string;
  /** E.164 digits; `null`: masked, and not to be told from its batch. */
  readonly phone: string | null;
  readonly facts: MessageFacts;
}
