import type { MessageChannel } from '@herald/lanes';

/** What a batch counts against, besides the account. */
export interface Lane {
  /** The number or Powerpack it is sent from. */
  readonly sender: string;
  /** Of its destinations, ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Default `sms`. */
  readonly channel?: MessageChannel;
  /** Billable parts in it. */
  readonly units: number;
}

/**
 * `given_up`: the work was not begun and never will be, and nothing of the limits was used up. `used_up`: a day's cap is, `until` it
 * ends. Lanes that are held are no affair of the limiter: the claim knows, and lets probes pass.
 */
export type Admission<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'given_up'; readonly why: 'aborted' | 'unavailable' }
  | { readonly kind: 'given_up'; readonly why: 'used_up'; readonly until: Date };

/** What the provider made of the request; `silent`: it did not say, `none`: no request was made. */
export type ProviderAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'answered'; readonly ms: number }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined };

/** To be called once, before the work ends, with what became of the request. @returns ms for which nobody sends now */
export type Report = (answer: ProviderAnswer) => Promise<number>;

/** The provider's limits, shared by all workers. The only thing the senders know of it. */
export interface SendLimiter {
  /**
   * Runs `work` when all the lanes it touches allow one more batch, or gives up when `waiting` is aborted or the limiter cannot do its
   * job. Once begun, `work` is never interrupted. Rejects only with `work`'s own error.
   */
  run<T>(lane: Lane, work: (report: Report) => Promise<T>, waiting: AbortSignal): Promise<Admission<T>>;
}

export const SEND_LIMITER = Symbol('SEND_LIMITER');

/** `soon`: a batch in doubt waits for it. `idle`: only while nobody, in whatever worker, wants one soon. */
export type Urgency = 'soon' | 'idle';

/** The provider's look-ups are far scarcer than its sends, and count among its requests; all workers share them. */
export interface LookupLimiter {
  lookUp<T>(work: () => Promise<T>, waiting: AbortSignal, urgency?: Urgency): Promise<Admission<T>>;
}

export const LOOKUP_LIMITER = Symbol('LOOKUP_LIMITER');
