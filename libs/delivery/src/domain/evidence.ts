/** One of the provider's records of messages to a number. */
export interface Finding {
  readonly from: string;
  readonly powerpackId: string | undefined;
  /** Undefined where the provider's text could not be read. */
  readonly time: Date | undefined;
}

/** A request that was made, or may have been. */
export interface Suspect {
  readonly sender: { readonly src: string } | { readonly powerpackId: string };
  /** Between these moments it reached the provider, if it did. */
  readonly from: Date;
  readonly until: Date;
}

/**
 * - `present`: a message of the request is in the records
 * - `absent`: nothing at all was sent to the number since the request was made
 * - `unclear`: anything else, a look-up that failed included
 */
export type Evidence = 'present' | 'absent' | 'unclear';

/** How far the provider's clock may be from ours. */
const SKEW_MS = 120_000;

/** When a request reached the provider, if it did: its lease was the last moment it could be under way. */
export function windowOf(sendingAt: Date, leaseMs: number): Pick<Suspect, 'from' | 'until'> {
  const at = sendingAt.getTime();
  return { from: new Date(at - SKEW_MS), until: new Date(at + leaseMs + SKEW_MS) };
}

/**
 * Whether records found for a destination are of the suspected request. Absent means that nothing was sent to it from its time on, by
 * whomever and however late: the provider may put another sender in the place of ours, and may take a request up long after it came. So a
 * record of a stranger, or of a later time, proves neither.
 */
export function weigh(suspect: Suspect, findings: readonly Finding[]): Evidence {
  const since = findings.filter(({ time }) => time === undefined || time >= suspect.from);
  if (since.length === 0) return 'absent';
  return since.some((finding) => isOf(suspect, finding)) ? 'present' : 'unclear';
}

/** Whether a record can be of the request: of its time and its sender. */
export function isOf({ sender, from, until }: Suspect, finding: Finding): boolean {
  if (finding.time === undefined || finding.time < from || finding.time > until) return false;
  if ('powerpackId' in sender) return finding.powerpackId?.toLowerCase() === sender.powerpackId.toLowerCase();
  return finding.powerpackId === undefined && plain(finding.from) === plain(sender.src);
}

/** As the provider sanitises a sender: `+1 415…` and `1415…`, `Shop` and `SHOP` are one. */
function plain(sender: string): string {
  return sender.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
