import type { HeldBackCount, ReportCampaign } from './report';

/** What the tables hold for one campaign at one instant: the rows a report is made of. Times are ISO 8601 with an offset. */
export interface ReportFacts {
  readonly campaign: CampaignFacts;
  readonly cells: readonly RollupCell[];
  readonly held_back: readonly HeldBackCount[];
  /** Messages by minute (epoch seconds) and state. */
  readonly message_minutes: MinuteCounts;
  /** Requests by minute (epoch seconds) and outcome. */
  readonly request_minutes: MinuteCounts;
  /** All requests, by outcome. */
  readonly requests: readonly RequestOutcomes[];
  readonly attempts: AttemptFacts;
  readonly doubts: DoubtFacts;
  /** Replies to the campaign, by what they meant. */
  readonly replies: Readonly<Record<string, number>>;
  readonly opt_outs: OptOutFacts;
  /** Messages whose present state a look-up told, by state; null where the log does not reach back. */
  readonly lookups: Readonly<Record<string, number>> | null;
}

export interface OptOutFacts {
  /** Recipients who opted out by a message while the campaign was running. */
  readonly during_campaign: number;
  /** Messages left out by a claim whose opt-out was younger than the batch's way to the queue. */
  readonly saved_late: number;
}

/** Requests of which nobody knew at a time what became of them. */
export interface DoubtFacts {
  readonly batches: number;
  /** By who settled them: callback, answer, lookup, operator. */
  readonly settled: Readonly<Record<string, number>>;
  /** Seconds: the median, the 95th percentile, the longest. */
  readonly took: readonly [number, number, number] | null;
}

/** Of messages that were sent again. */
export interface AttemptFacts {
  /** All attempts but the newest. */
  readonly earlier: {
    readonly attempts: number;
    readonly units: number;
    readonly amount: string;
    readonly delivered_late: number;
  };
  /** Messages whose newest attempt was planned, and not sent. */
  readonly withdrawn: number;
  /** By the error of the attempt before the newest (0 = none) and the state of the newest. */
  readonly resent: readonly { readonly error_code: number; readonly state: string; readonly messages: number }[];
}

export interface CampaignFacts extends ReportCampaign {
  readonly units_per_message: number;
  /** Null where all messages have as many. */
  readonly units_planned: number | null;
  readonly list_rows: number;
  readonly list_rejects: number;
  readonly list_duplicates: number;
  readonly list_contacts: number;
  readonly suppressed: number;
  readonly messages: number;
  readonly batches: number;
}

export interface RollupCell {
  readonly country: string;
  /** '' = not known */
  readonly mcc: string;
  readonly mnc: string;
  readonly state: string;
  /** 0 = none */
  readonly error_code: number;
  readonly messages: number;
  readonly units: number;
  readonly amount: string;
}

export type MinuteCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface RequestOutcomes {
  readonly outcome: string;
  readonly requests: number;
  readonly messages: number;
  readonly first_at: string;
  readonly last_at: string;
}
