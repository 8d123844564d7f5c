import type { ProviderLimits } from './domain/provider-limits';

export interface DeliveryOptions {
  readonly redis: { readonly url: string; readonly prefix: string };
  readonly limits: ProviderLimits;
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
  /** How long a batch may be handed out without anybody claiming it. Default 30 s. */
  readonly fedLeaseMs?: number;
  /** How long callbacks have to settle an unknown batch before the provider is asked about it. Default 60 s. */
  readonly settleAfterMs?: number;
}

export const DELIVERY_OPTIONS = Symbol('DELIVERY_OPTIONS');
