/** What a limit applies to. Requests count for the first two, units (billable parts) for all others. */
export const LANE_KINDS = [
  'account_requests',
  'account_concurrency',
  'account_messages',
  'sender_type',
  'sender',
  'brand',
  'daily_cap',
  'country',
] as const;
export type LaneKind = (typeof LANE_KINDS)[number];

/** `any`: whatever is sent counts. */
export const LANE_CHANNELS = ['any', 'sms', 'mms', 'whatsapp'] as const;
export type LaneChannel = (typeof LANE_CHANNELS)[number];
export type MessageChannel = Exclude<LaneChannel, 'any'>;

/**
 * Who holds what the provider refuses: Herald itself. It looks from time to time whether such a lane may be opened again; what anybody
 * else holds is a person's to release.
 */
export const HERALD = 'delivery';

/** Why nothing may pass, since when, and who said so (`HERALD`, or whoever held it by hand). */
export interface Hold {
  readonly code: string;
  readonly message: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** One row: at most `amount` in each `windowMs`. */
export interface Lane {
  readonly id: number;
  readonly kind: LaneKind;
  /**
   * '' for the account's; the number (E.164 digits), short code, sender name or Powerpack of a sender, or its type, each with `/US` and
   * the like for one destination; the brand; the ISO country; for a daily cap the sender or brand, or '' for the account.
   */
  readonly key: string;
  readonly channel: LaneChannel;
  /** null: no limit of its own. */
  readonly amount: number | null;
  /** null where no time belongs to it: requests at once. A daily cap's ends at midnight Pacific. */
  readonly windowMs: number | null;
  /** Of a sender: the brand whose lanes its messages to the United States count against too. */
  readonly brand: string | null;
  /** Where the amount comes from. */
  readonly source: string;
  readonly hold: Hold | null;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Units (or requests) a second; infinite where the lane does not limit. */
export function ratePerSecond({ amount, windowMs }: Pick<Lane, 'amount' | 'windowMs'>): number {
  return amount === null || windowMs === null ? Infinity : (amount * 1_000) / windowMs;
}
