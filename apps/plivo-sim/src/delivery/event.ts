/** What can come due for a message, and which of its callbacks; the last two are for webhooks, which have rows of their own. */
const EVENT_KINDS = ['sent', 'receipt', 'fail', 'read', 'callback', 'webhook', 'forgery'] as const;
type EventKind = (typeof EVENT_KINDS)[number];
const CALLBACK_STATUSES = ['queued', 'sent', 'final', 'read'] as const;
export type CallbackStatus = (typeof CALLBACK_STATUSES)[number];

/** A step of a message on its way. */
export type StepKind = Exclude<EventKind, 'callback' | 'webhook' | 'forgery'>;

/** One due event. `attempt` (0 to 3) and `copy` are for what is delivered: a copy is a deliberate duplicate. */
export interface Event {
  readonly kind: EventKind;
  readonly row: number;
  readonly status: CallbackStatus;
  readonly attempt: number;
  readonly copy: boolean;
}

const WIDTH = 256;

/** An event as one number (row × 256 + details), so that millions wait in typed arrays. */
export function packEvent(event: Event): number {
  const details =
    (EVENT_KINDS.indexOf(event.kind) << 5) |
    (event.copy ? 16 : 0) |
    (event.attempt << 2) |
    CALLBACK_STATUSES.indexOf(event.status);
  return event.row * WIDTH + details;
}

export function packStep(kind: StepKind, row: number): number {
  return packEvent({ kind, row, status: 'queued', attempt: 0, copy: false });
}

export function unpackEvent(packed: number): Event {
  const details = packed % WIDTH;
  return {
    kind: EVENT_KINDS[details >> 5] ?? 'callback',
    row: Math.floor(packed / WIDTH),
    status: CALLBACK_STATUSES[details & 3] ?? 'queued',
    attempt: (details >> 2) & 3,
    copy: (details & 16) !== 0,
  };
}
