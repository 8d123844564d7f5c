import type { LinkDirection, LinkState } from './link-state';

export interface KnownLink {
  readonly direction: LinkDirection;
  readonly state: LinkState;
  readonly stateAt: Date;
}

/** `missing`: a number that was linked is not in the list. */
export type ListVerdict = 'agrees' | 'differs' | 'missing' | 'undecided';

/** What happened a moment ago need not be in the provider's list yet. */
const SETTLED_MS = 15 * 60_000;

/**
 * Whether the provider's list of a campaign's numbers says of one what Herald knows.
 *
 * @param status COMPLETED, PROCESSING, FAILED: of its linking; undefined: it is not listed
 */
export function listVerdict(
  { direction, state, stateAt }: KnownLink,
  status: string | undefined,
  now: Date,
): ListVerdict {
  if (state !== 'created' && state !== 'success' && state !== 'failed') return 'undecided';
  const linked = status === 'COMPLETED';
  const fresh = now.getTime() - stateAt.getTime() < SETTLED_MS;
  if (state === 'created') {
    if (status === 'PROCESSING') return 'agrees';
    // Its webhook is on its way.
    if (fresh) return 'undecided';
    // Of an unlinking that is under way the list may still say what was before it.
    return direction === 'unlink' && linked ? 'undecided' : 'differs';
  }
  const wasLinked = (direction === 'link') === (state === 'success');
  if (wasLinked === linked) return 'agrees';
  if (status === 'PROCESSING' || fresh) return 'undecided';
  return direction === 'link' && state === 'success' && status === undefined ? 'missing' : 'differs';
}
