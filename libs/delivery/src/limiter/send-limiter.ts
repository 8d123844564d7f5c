/** What a batch counts against, besides the account. */
export interface Lane {
  /** The number or Powerpack it is sent from. */
  readonly sender: string;
  /** Billable parts in it. */
  readonly units: number;
}

/** `given_up`: the work was not begun and never will be, and nothing of the limits was used up. */
export type Admission<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'given_up'; readonly why: 'aborted' | 'unavailable' };

/** The provider's limits, shared by all workers. The only thing the senders know of it. */
export interface SendLimiter {
  /**
   * Runs `work` when the limits allow one more batch, or gives up when `waiting` is aborted or the limiter cannot do its job.
   * Once begun, `work` is never interrupted. Rejects only with `work`'s own error.
   */
  run<T>(lane: Lane, work: () => Promise<T>, waiting: AbortSignal): Promise<Admission<T>>;
  /** The provider said 429: every worker waits, as long as it asked for or an increasing while. @returns that while, in ms */
  slowDown(retryAfterMs: number | undefined): Promise<number>;
}

export const SEND_LIMITER = Symbol('SEND_LIMITER');

/** The provider's look-ups are far scarcer than its sends; all workers share them. */
export interface LookupLimiter {
  lookUp<T>(work: () => Promise<T>, waiting: AbortSignal): Promise<Admission<T>>;
}

export const LOOKUP_LIMITER = Symbol('LOOKUP_LIMITER');
