/** Where the ledger was not what its log and its batches say. */
export interface Difference {
  readonly name: 'messages' | 'lost_messages' | 'strange_messages' | 'batches' | 'rollups' | 'minutes';
  readonly rows: number;
  /** What is compared and, where it differs, a few of the rows; no phone number beyond its last digits. */
  readonly detail: string;
}

/** What comparing a campaign's ledger with its log has shown; all at one instant. */
export interface Rebuilt {
  readonly campaign_id: number;
  /** Whether the ledger was right: no difference anywhere. */
  readonly ok: boolean;
  /** Whether what differed was written anew. Never with `check`. */
  readonly mended: boolean;
  /** Messages compared. */
  readonly messages: number;
  /** Facts read from the log. */
  readonly events: number;
  readonly differences: Difference[];
}
