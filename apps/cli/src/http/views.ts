import type { CampaignHold } from '@herald/reporting';

/** The parts of the API's answers that the commands read; their whole is in the API's OpenAPI document. */
export interface KeyView {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly scope: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

export interface ListView {
  readonly id: number;
  readonly name: string;
  readonly default_country: string | null;
  readonly contacts: number;
  readonly created_at: string;
}

export interface ImportView {
  readonly id: number;
  readonly list_id: number;
  readonly state: 'queued' | 'running' | 'completed' | 'failed';
  readonly file_name: string | null;
  readonly bytes_total: number;
  readonly bytes_read: number;
  readonly rows: number;
  readonly contacts: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly layout: {
    readonly encoding: string;
    readonly delimiter: string;
    readonly phone_column: string;
    readonly country_column: string | null;
    readonly time_zone_column: string | null;
    readonly default_country: string | null;
    readonly same_file_as?: number;
  } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly created_at: string;
  readonly finished_at: string | null;
}

export interface CampaignView {
  readonly id: number;
  readonly name: string;
  readonly list_id: number;
  readonly state: string;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly type: string;
  readonly text: string;
  readonly content: object | null;
  readonly encoding: string;
  readonly units_per_message: number;
  readonly scheduled_at: string | null;
  readonly schedule_zone: string | null;
  readonly messages: number;
  readonly suppressed: number;
  readonly batches: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** Only of a campaign that was read by itself. */
  readonly holds?: readonly CampaignHold[];
}

/** What of a campaign cannot be called back. */
export interface NotRecallableView {
  readonly messages_not_recallable: number;
  readonly drains_in_seconds: number;
}

export interface ProblemView {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface PreviewView {
  readonly to: string;
  readonly country: string;
  readonly type: string;
  readonly text: string;
  readonly content: object | null;
  readonly media: readonly (number | string)[];
  readonly encoding: string;
  readonly units: number;
  readonly held_back: { readonly code: string; readonly message: string } | null;
}

export interface ForecastView {
  readonly messages: number;
  readonly suppressed: number;
  readonly units: number;
  readonly requests: number;
  readonly cost: readonly { readonly amount: string; readonly currency: string }[];
  readonly starts_at: string;
  readonly finishes_at: string;
  readonly lanes: readonly {
    readonly kind: string;
    readonly key: string;
    readonly units_per_second: number;
    readonly units: number;
    readonly units_ahead: number;
    readonly seconds: number;
    readonly held: boolean;
  }[];
  readonly bottleneck: { readonly kind: string; readonly key: string } | null;
  readonly would_expire: { readonly posted_at_once: number; readonly fed: number };
  readonly problems: readonly ProblemView[];
  readonly warnings: readonly ProblemView[];
}

export interface PriceView {
  readonly country: string;
  readonly channel: string;
  readonly amount: string;
  readonly currency: string;
  readonly source: string;
}

export interface BacklogView {
  readonly kind: string;
  readonly key: string;
  readonly messages: number;
  readonly units_per_second: number;
  readonly drains_in_seconds: number;
}

export interface CancelledView extends NotRecallableView {
  readonly campaign: CampaignView;
  readonly messages_cancelled: number;
  readonly messages_sent: number;
  readonly messages_in_flight: number;
}

export interface SuppressionView {
  readonly phone: string;
  readonly scope: string;
  readonly key: string;
  readonly cause: string;
  readonly reason: string;
  readonly source: string;
  readonly created_at: string;
}

export interface DoubtView {
  readonly unknown_at: string;
  readonly rounds: readonly {
    readonly at: number;
    readonly samples: readonly { readonly to: string; readonly evidence: string }[];
    readonly control: string;
  }[];
  readonly settled_at: string | null;
  readonly settled_by: string | null;
  readonly settled_as: string | null;
  readonly decided_by: string | null;
  readonly note: string | null;
}

export interface BatchView {
  readonly id: string;
  readonly campaign_id: number;
  readonly state: string;
  readonly country: string;
  readonly messages: number;
  readonly settled: number;
  readonly attempts: number;
  readonly rounds: number;
  readonly error: string | null;
  readonly sending_at: string | null;
  /** Only of a batch that was read by itself. */
  readonly doubts?: readonly DoubtView[];
}
