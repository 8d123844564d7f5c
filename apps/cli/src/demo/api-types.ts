/** The parts of the API's answers that the demo reads; their whole is in the API's OpenAPI document. */
export interface Created {
  readonly id: number;
}

export interface ImportView extends Created {
  readonly state: 'queued' | 'running' | 'completed' | 'failed';
  readonly bytes_total: number;
  readonly bytes_read: number;
  readonly rows: number;
  readonly contacts: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly error: { readonly message: string } | null;
}

interface Counted {
  readonly messages: number;
  readonly units: number;
  readonly total_amount: string;
}

export interface ReportView {
  readonly campaign: {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly reason: { readonly code: string; readonly message: string } | null;
    readonly started_at: string | null;
    readonly finished_at: string | null;
  };
  readonly totals: Readonly<
    Record<'rows' | 'rejects' | 'duplicates' | 'contacts' | 'suppressed' | 'messages' | 'batches', number>
  >;
  readonly states: readonly (Counted & { readonly state: string })[];
  readonly errors: readonly (Counted & {
    readonly error_code: number;
    readonly meaning: string;
    readonly resend_could_help: boolean;
  })[];
  readonly destinations: readonly (Counted & {
    readonly country: string;
    readonly mcc: string | null;
    readonly mnc: string | null;
  })[];
  readonly units: { readonly per_message: number; readonly estimated: number; readonly billed: number };
  readonly cost: { readonly total_amount: string };
  readonly requests: {
    readonly total: number;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly throttled: number;
    readonly invalid_numbers: number;
  };
  readonly throughput: {
    readonly first_send_at: string | null;
    readonly last_send_at: string | null;
    readonly messages_per_second: number | null;
  };
}

export interface VerifyView {
  readonly ok: boolean;
  readonly checks: readonly { readonly ok?: boolean; readonly name?: string }[];
}

/** The simulator's `/_sim/ledger/summary`. */
export interface SimulatorSummary {
  readonly accepted_messages: number;
  readonly distinct_destinations: number;
  readonly destinations_more_than_once: number;
  readonly by_state: Readonly<Record<string, number>>;
  readonly units: number;
  readonly amount: string;
  readonly callbacks: Readonly<Record<'generated' | 'acknowledged' | 'pending', number>>;
  readonly waiting_messages: number;
  readonly waiting_events: number;
}
