import type { ConfiguredLimits } from '@herald/lanes';

export interface DeliveryOptions {
  readonly redis: { readonly url: string; readonly prefix: string };
  /** Set by hand; they become lanes when the process starts. */
  readonly limits: ConfiguredLimits;
  readonly callbacks: {
    /** Where the provider reaches ingress, without a trailing slash. */
    readonly publicUrl: string;
    readonly secret: string;
  };
  /** The provider client's own time-outs: leases are built on them. */
  readonly connectTimeoutMs: number;
  readonly responseTimeoutMs: number;
  /** Requests this process has under way at most. */
  readonly connections: number;
  /** Seconds of a lane's rate that may wait at the provider. Default 120. */
  readonly backlogSeconds?: number;
  /** How long a batch may be handed out without anybody claiming it. Default 30 s. */
  readonly fedLeaseMs?: number;
  /** How long callbacks have to settle an unknown batch before the provider is asked about it. Default 2 minutes. */
  readonly settleAfterMs?: number;
  /** Between two rounds of look-ups about an unknown batch. Default 15 minutes. */
  readonly settleRoundMs?: number;
  /** How long after a batch's acceptance messages that nothing was heard of are looked up. Default 30 minutes. */
  readonly silentAfterMs?: number;
  /** When messages left at `sent` are closed: they are looked up before. Default 72 h. */
  readonly receiptTimeout?: {
    readonly defaultMs?: number;
    /** By ISO 3166-1 alpha-2 code. */
    readonly byCountryMs?: Readonly<Record<string, number>>;
  };
  /** Requests for lists of records, by all workers together. Default 19: the provider is taken to allow 20. */
  readonly lookupsPerMinute?: number;
}

/** What a process must know that only looks things up at the provider. */
export type LookupOptions = Pick<
  DeliveryOptions,
  'redis' | 'connectTimeoutMs' | 'responseTimeoutMs' | 'lookupsPerMinute'
>;

export const DELIVERY_OPTIONS = Symbol('DELIVERY_OPTIONS');
