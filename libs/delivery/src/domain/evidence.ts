/** What the provider's records say of one destination of a batch whose outcome is unknown. */
export interface Finding {
  readonly from: string;
  /** Undefined where the provider's text could not be read. */
  readonly time: Date | undefined;
}

export interface Suspect {
  /** The number it was sent from; undefined for a Powerpack, which chooses among its own. */
  readonly src: string | undefined;
  /** Between these moments the request was made, if it was. */
  readonly from: Date;
  readonly until: Date;
}

export type Evidence = 'present' | 'absent' | 'unclear';

/**
 * Whether records found for a destination are of the suspected request. Absent means that nothing at all was sent to it at that time:
 * the provider may put another sender in the place of ours, so a record of a stranger proves neither.
 */
export function weigh(suspect: Suspect, findings: readonly Finding[]): Evidence {
  const near = findings.filter(({ time }) => time === undefined || (time >= suspect.from && time <= suspect.until));
  if (near.length === 0) return 'absent';
  const ours = near.some(
    ({ from, time }) => time !== undefined && (suspect.src === undefined || sameSender(from, suspect.src)),
  );
  return ours ? 'present' : 'unclear';
}

/**
 * One message that is there proves the request: the provider takes all or nothing. That none is there proves the opposite only when
 * several were looked for, and each for certain: a single one may have been an invalid number.
 */
export function conclude(samples: readonly Evidence[], destinations: number): 'accepted' | 'not_accepted' | 'unclear' {
  if (samples.includes('present')) return 'accepted';
  const enough = samples.length >= Math.min(SAMPLES, destinations) && samples.length > 0;
  return enough && samples.every((each) => each === 'absent') ? 'not_accepted' : 'unclear';
}

/** Destinations that are looked up for one batch. */
export const SAMPLES = 5;

function sameSender(found: string, src: string): boolean {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return plain(found) === plain(src);
}
