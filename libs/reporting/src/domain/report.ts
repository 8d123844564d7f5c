import type { CampaignHold } from './campaign-hold';

/**
 * The report as the API answers it. Counts are exact integers, amounts are decimal strings, times are ISO 8601 in UTC.
 * It always holds: `rows = rejects + duplicates + contacts` and `contacts = suppressed + messages` (from planning on), and
 * `messages` = the sum of `states` = the sum of `destinations`.
 */
export interface Report {
  readonly campaign: ReportCampaign;
  readonly generated_at: string;
  readonly totals: ReportTotals;
  readonly states: readonly StateCount[];
  readonly errors: readonly ErrorCount[];
  readonly destinations: readonly DestinationCount[];
  /** Messages that planning found could not be sent: they are `refused`, and no request was made for them. */
  readonly held_back: readonly HeldBackCount[];
  readonly units: {
    readonly per_message: number;
    /** What the campaign costs if every message is sent: `per_message` × messages, or where they differ the sum over them. */
    readonly estimated: number;
    /** What the provider has reported so far. */
    readonly billed: number;
  };
  /** What the provider has charged so far, in the account's currency. */
  readonly cost: { readonly total_amount: string };
  readonly requests: RequestTotals;
  readonly doubts: DoubtTotals;
  readonly lookups: LookupTotals;
  readonly throughput: Throughput;
  readonly attempts: AttemptsReport;
  readonly replies: ReplyTotals;
  readonly opt_outs: OptOutTotals;
  /** Held lanes that messages wait for. */
  readonly holds: readonly CampaignHold[];
  readonly minutes: readonly ReportMinute[];
}

/** Messages of people that answered this campaign. */
export interface ReplyTotals {
  readonly total: number;
  /** By what they meant: opted_out, opted_in, help, review, none. */
  readonly meanings: Readonly<Record<string, number>>;
}

export interface OptOutTotals {
  /** Recipients who opted out by a message while the campaign was running, whatever they answered. */
  readonly during_campaign: number;
  /** Messages that were planned and not sent because of an opt-out. */
  readonly saved_at_claim: number;
  /** Of these, those whose opt-out came when the batch was already on its way to a worker. */
  readonly saved_between_feed_and_claim: number;
}

export interface HeldBackCount {
  /** mms_country | parameter_missing | text_too_long …: as the check of a campaign's content names it. */
  readonly code: string;
  readonly country: string;
  readonly message: string;
  readonly messages: number;
}

/** Messages that were sent again as a new attempt. Their earlier attempts are no messages, but their cost is in all costs. */
export interface AttemptsReport {
  /** Messages that were sent again, once or oftener. */
  readonly messages: number;
  /** Attempts that were followed by another. */
  readonly earlier_attempts: number;
  /** What these cost. */
  readonly units: number;
  readonly total_amount: string;
  /** Messages of which an earlier attempt turned out to be delivered after it had been reported as failed. */
  readonly delivered_late: number;
  /** Of these, messages that were to be sent again, and were not, since it was known in time. They are not among `messages`. */
  readonly withdrawn: number;
  readonly errors: readonly ResentCount[];
}

export interface ResentCount {
  /** With which the attempt before the newest ended. */
  readonly error_code: number;
  readonly meaning: string;
  readonly messages: number;
  /** Messages by the state of their newest attempt. */
  readonly outcomes: Readonly<Record<string, number>>;
}

export interface ReportCampaign {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  /** Why it stands still or ended. */
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly list_id: number;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly scheduled_at: string | null;
  readonly created_at: string;
  readonly launched_at: string | null;
  readonly planned_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export interface ReportTotals {
  readonly rows: number;
  readonly rejects: number;
  readonly duplicates: number;
  readonly contacts: number;
  /** Left out when the campaign was planned; opt-outs that came later are messages in state `suppressed`. */
  readonly suppressed: number;
  readonly messages: number;
  readonly batches: number;
}

/** Messages and what the provider has reported about them. */
export interface Counted {
  readonly messages: number;
  readonly units: number;
  readonly total_amount: string;
}

export interface StateCount extends Counted {
  readonly state: string;
}

export interface ErrorCount extends Counted {
  readonly error_code: number;
  readonly meaning: string;
  /** never | later | once | after_change | after_recharge: when sending the same message again could succeed. */
  readonly resend: string;
  readonly resend_could_help: boolean;
}

export interface DestinationCount extends Counted {
  readonly country: string;
  /** Mobile country and network code: the carrier, null until the provider has told it. */
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly states: Readonly<Record<string, number>>;
}

export interface RequestTotals {
  readonly total: number;
  /** Requests by what came of them: accepted, refused, throttled (429), not_sent, unknown. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** 429s met. */
  readonly throttled: number;
  /** Destinations the provider would not take although it took the request. */
  readonly invalid_numbers: number;
}

/** Batches whose request's outcome was unknown at a time; a batch counts once for each such request. */
export interface DoubtTotals {
  readonly batches: number;
  /** Still unknown. */
  readonly open: number;
  /** By who settled them: callback, answer (the provider's own, late), lookup, operator. */
  readonly settled: Readonly<Record<string, number>>;
  /** 0 to 1, of those settled; null = none was. */
  readonly share_without_a_person: number | null;
  readonly seconds: { readonly median: number; readonly p95: number; readonly longest: number } | null;
}

/** What was learnt by asking the provider's records, where no callback came (ADR 0013). */
export interface LookupTotals {
  /**
   * Messages whose present state a look-up told; `expired` and `sent_no_receipt` are also the ends of those that it showed no trace of, or
   * could not tell. Null where the log of events does not reach back to the campaign's beginning.
   */
  readonly states: Readonly<Record<string, number>> | null;
}

export interface Throughput {
  /** The first and the last request the provider accepted. */
  readonly first_send_at: string | null;
  readonly last_send_at: string | null;
  /** Messages in accepted requests. */
  readonly messages: number;
  /** Null where everything went out at one instant, or nothing did. */
  readonly messages_per_second: number | null;
}

/** One minute in which something happened; minutes without events are left out. */
export interface ReportMinute {
  readonly minute: string;
  /** Messages whose present state dates from this minute (the provider's clock), by state. */
  readonly messages: Readonly<Record<string, number>>;
  /** Requests made in this minute (Herald's clock), by outcome. */
  readonly requests: Readonly<Record<string, number>>;
}

/** What a provider's error code means, and whether sending again could help. */
export type ExplainError = (code: number) => Pick<ErrorCount, 'meaning' | 'resend' | 'resend_could_help'>;
