export interface CampaignsOptions {
  /** How long a message may stay at `sent` before it counts as one without a receipt. */
  readonly receiptTimeoutMs: number;
  /** Of countries that have one of their own, by ISO 3166-1 alpha-2 code. */
  readonly receiptTimeoutByCountryMs?: Readonly<Record<string, number>>;
  /** Seconds of a lane's rate that may wait at the provider. Default 120. */
  readonly backlogSeconds?: number;
}

/** Token of `CampaignsOptions.backlogSeconds`. */
export const BACKLOG_SECONDS = Symbol('BACKLOG_SECONDS');
