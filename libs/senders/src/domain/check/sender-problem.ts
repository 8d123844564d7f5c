/** What stands between a sender and a campaign. `error`: launch refuses. */
export interface SenderProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** Of the campaign: `src`, `powerpack_uuid`, `type` or `list_id`. */
  readonly field: string;
}

export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Where a campaign goes, and what it weighs there. */
export interface Destination {
  readonly country: string;
  /** Billable parts. */
  readonly units: number;
}

const LISTED = 5;

/** `US, CA and 3 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return more > 0 ? `${names.slice(0, LISTED).join(', ')} and ${more} more` : names.join(', ');
}

/** Of a number its last digits: a message may end in a log. */
export function nameOf(sender: string): string {
  return /^\d{7,}$/.test(sender) ? `…${sender.slice(-4)}` : sender;
}
