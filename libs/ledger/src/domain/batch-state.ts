import type { MessageState } from './message-state';

export const BATCH_STATES = [
  'planned',
  'fed',
  'sending',
  'accepted',
  'refused',
  'unknown',
  'abandoned',
  'cancelled',
] as const;

export type BatchState = (typeof BATCH_STATES)[number];

/**
 * What may follow what. A callback that carries the batch's token proves that the provider took it, whatever Herald believed
 * before: hence `accepted` after every other state (a request that was written off, or given up by an operator, and had arrived).
 */
export const BATCH_TRANSITIONS: Readonly<Record<BatchState, readonly BatchState[]>> = {
  planned: ['fed', 'accepted', 'cancelled'],
  fed: ['planned', 'sending', 'accepted', 'cancelled'],
  sending: ['planned', 'accepted', 'refused', 'unknown', 'cancelled'],
  unknown: ['planned', 'accepted', 'refused', 'abandoned'],
  accepted: [],
  refused: ['accepted'],
  abandoned: ['accepted'],
  cancelled: ['accepted'],
};

/** States in which a callback's proof of acceptance changes the batch. */
export const UNPROVEN_BATCH_STATES = BATCH_STATES.filter((state) => state !== 'accepted');

const STATE_OF_MESSAGES: Readonly<Record<BatchState, MessageState>> = {
  planned: 'planned',
  fed: 'planned',
  sending: 'planned',
  accepted: 'accepted',
  refused: 'refused',
  unknown: 'unknown',
  abandoned: 'abandoned',
  cancelled: 'cancelled',
};

/** The state of those messages of a batch that have none of their own. */
export function stateOfBatch(state: BatchState): MessageState {
  return STATE_OF_MESSAGES[state];
}

/** The state a message is in, for the world: its own, or its batch's while it has none. */
export function effectiveState(own: MessageState, batch: BatchState): MessageState {
  return own === 'planned' ? stateOfBatch(batch) : own;
}

export function canBecome(from: BatchState, to: BatchState): boolean {
  return BATCH_TRANSITIONS[from].includes(to);
}
