/**
 * In order of rank, as the enum `message_state` of the database: a message's own state only ever moves to the right. `planned` is
 * "no state of its own": the message is in its batch's.
 */
export const MESSAGE_STATES = [
  'planned',
  'suppressed',
  'refused',
  'cancelled',
  'unknown',
  'abandoned',
  'accepted',
  'queued',
  'sent',
  'sent_no_receipt',
  'expired',
  'failed',
  'undelivered',
  'delivered',
  'read',
] as const;

export type MessageState = (typeof MESSAGE_STATES)[number];

const RANKS = Object.fromEntries(MESSAGE_STATES.map((state, rank) => [state, rank])) as Record<MessageState, number>;

/** Whether nothing more is expected: a later, higher-ranked callback can still correct it (ADR 0003). */
const IS_TERMINAL: Readonly<Record<MessageState, boolean>> = {
  planned: false,
  suppressed: true,
  refused: true,
  cancelled: true,
  unknown: false,
  abandoned: true,
  accepted: false,
  queued: false,
  sent: false,
  sent_no_receipt: true,
  expired: true,
  failed: true,
  undelivered: true,
  delivered: true,
  read: true,
};

export function rankOf(state: MessageState): number {
  return RANKS[state];
}

export function isTerminal(state: MessageState): boolean {
  return IS_TERMINAL[state];
}

/**
 * Whether a message with this own state no longer waits at the provider; without one (`planned`) it is where its batch is. Not
 * only upwards: a number that Herald took for refused, and that a callback then shows as queued, waits after all.
 */
export function isDrained(own: MessageState): boolean {
  return own !== 'planned' && own !== 'accepted' && own !== 'queued';
}

export function isMessageState(text: string): text is MessageState {
  return Object.hasOwn(RANKS, text);
}

/** The exhaustive transition map of a message's own state: every state of a higher rank, since callbacks may skip any. */
export function nextMessageStates(from: MessageState): readonly MessageState[] {
  return MESSAGE_STATES.slice(rankOf(from) + 1);
}
