/** States of an outbound message [ref]; the order is how they are stored. */
export const MESSAGE_STATES = ['queued', 'sent', 'delivered', 'undelivered', 'failed', 'read'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
