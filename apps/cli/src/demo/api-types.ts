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
