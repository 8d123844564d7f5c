import type { CampaignHold } from './domain/campaign-hold';

/** How far a campaign is: what the event stream sends while it changes. */
export interface Progress {
  readonly campaign_id: number;
  readonly state: string;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly messages: number;
  /** Messages in a state that never changes again. */
  readonly settled: number;
  /** Messages by state; states without messages are left out. */
  readonly states: Readonly<Record<string, number>>;
  /** Requests made, by outcome. */
  readonly requests: Readonly<Record<string, number>>;
  /** Held lanes that messages wait for. */
  readonly holds: readonly CampaignHold[];
}
