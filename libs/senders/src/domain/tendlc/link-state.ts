/** Of the last thing asked for, linking or unlinking; `success` of an unlinking: the number is free. */
export const LINK_STATES = ['requested', 'sending', 'unknown', 'refused', 'created', 'failed', 'success'] as const;
export type LinkState = (typeof LINK_STATES)[number];
export type LinkDirection = 'link' | 'unlink';

/** Drawn in docs/state-machines.md; a test compares the two. */
export const LINK_TRANSITIONS: Readonly<Record<LinkState, readonly LinkState[]>> = {
  requested: ['sending', 'refused'],
  sending: ['requested', 'unknown', 'refused', 'created'],
  unknown: ['requested', 'refused', 'created', 'failed', 'success'],
  refused: ['requested'],
  created: ['failed', 'success'],
  // requested: once more, or the other direction; success: the operators came round
  failed: ['requested', 'success'],
  // requested: the other direction; failed: it was taken away elsewhere
  success: ['requested', 'failed'],
};
