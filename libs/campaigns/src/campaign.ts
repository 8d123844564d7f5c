import type { MessageContent } from '@herald/content';
import type { Encoding, MessageType } from '@herald/provider';
import type { CampaignState } from './domain/campaign-state';
import type { ErrorBudget } from './domain/error-budget';
import type { IfLate } from './domain/late-policy';
import type { ResendPolicy } from './domain/resend-policy';

export const LOG_PREFERENCES = ['true', 'false', 'content_only', 'number_only'] as const;
export type LogPreference = (typeof LOG_PREFERENCES)[number];

/** Why a campaign stands still or ended: `no_recipients`, `import_failed`, `late_schedule`, `deadline`, `forecast_refused`, `media_refused`, or what delivery says. On a running one `lane_too_slow`:
 * some of its batches are never fed. */
export interface CampaignReason {
  readonly code: string;
  readonly message: string;
}

/** A campaign as its table and the API name it; counts are of recipients, times in UTC. */
export interface Campaign {
  readonly id: number;
  readonly name: string;
  readonly list_id: number;
  readonly after_import_id: number | null;
  readonly state: CampaignState;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly type: MessageType;
  readonly text: string;
  /** What goes with the text, or instead of it; null = nothing. */
  readonly content: MessageContent | null;
  readonly log: LogPreference;
  readonly trackable: boolean;
  /** Seconds the provider may keep a message queued; null = its default, 3 hours. */
  readonly message_expiry: number | null;
  readonly encoding: Encoding;
  readonly units_per_message: number;
  readonly scheduled_at: Date | null;
  readonly schedule_zone: string | null;
  readonly if_late: IfLate;
  readonly if_late_minutes: number;
  /** Higher goes first. */
  readonly priority: number;
  /** What of it may wait at the provider, in seconds of its lanes' rates; null = BACKLOG_SECONDS. */
  readonly max_backlog_seconds: number | null;
  /** After it nothing is sent; what is left is cancelled. */
  readonly deadline_at: Date | null;
  /** null = no share of failures pauses it. */
  readonly error_budget: ErrorBudget | null;
  /** null = nothing is sent again. */
  readonly resend: ResendPolicy | null;
  /** So many messages are sent until the first ones have shown how they fare; null = all. */
  readonly feed_limit: number | null;
  readonly reason: CampaignReason | null;
  /** Raised by every change of the campaign; the ETag. */
  readonly version: number;
  readonly list_rows: number;
  readonly list_rejects: number;
  readonly list_duplicates: number;
  readonly list_contacts: number;
  readonly suppressed: number;
  readonly messages: number;
  readonly batches: number;
  readonly created_at: Date;
  readonly launched_at: Date | null;
  readonly planned_at: Date | null;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/** What a caller says of a new campaign. A field left out, or null, gets the table's default. */
export interface CampaignInput {
  readonly name: string;
  readonly text?: string | undefined;
  readonly content?: MessageContent | null | undefined;
  readonly src?: string | null | undefined;
  readonly powerpack_uuid?: string | null | undefined;
  readonly type?: MessageType | undefined;
  readonly log?: LogPreference | boolean | undefined;
  readonly trackable?: boolean | undefined;
  readonly message_expiry?: number | null | undefined;
  /** ISO 8601 with an offset, or a local time of `schedule_zone`. */
  readonly scheduled_at?: string | null | undefined;
  readonly schedule_zone?: string | null | undefined;
  readonly if_late?: IfLate | undefined;
  readonly if_late_minutes?: number | undefined;
  readonly priority?: number | undefined;
  readonly max_backlog_seconds?: number | null | undefined;
  /** As `scheduled_at`. */
  readonly deadline_at?: string | null | undefined;
  readonly error_budget?: { readonly [Field in keyof ErrorBudget]?: ErrorBudget[Field] | undefined } | null | undefined;
  readonly resend?: { readonly [Field in keyof ResendPolicy]?: ResendPolicy[Field] | undefined } | null | undefined;
}

/** An input that was found right, as the columns hold it. */
export type CampaignContent = Pick<
  Campaign,
  | 'name'
  | 'text'
  | 'content'
  | 'src'
  | 'powerpack_uuid'
  | 'type'
  | 'log'
  | 'trackable'
  | 'message_expiry'
  | 'encoding'
  | 'units_per_message'
  | 'scheduled_at'
  | 'schedule_zone'
  | 'if_late'
  | 'if_late_minutes'
  | 'priority'
  | 'max_backlog_seconds'
  | 'deadline_at'
  | 'error_budget'
  | 'resend'
  | 'feed_limit'
>;
