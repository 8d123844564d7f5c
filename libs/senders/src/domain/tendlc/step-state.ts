/**
 * Profiles, brands and 10DLC campaigns: each is made at the provider by one request that may cost money.
 *
 * - `draft`: being filled in; nothing was sent
 * - `requested`: checked and agreed to; a worker sends it once what it builds on is there
 * - `sending`: a worker has the request in hand
 * - `unknown`: the request was sent and its answer was lost; it is not sent again before it is shown not to have arrived
 * - `refused`: the provider (or Herald, at the last moment) would not take it; nothing was made
 * - `created`: the provider has it; of a brand or campaign the registry is looking at it
 */
export const PROFILE_STATES = ['draft', 'requested', 'sending', 'unknown', 'refused', 'created', 'deleted'] as const;
export type ProfileState = (typeof PROFILE_STATES)[number];

export const REVIEW_STATES = [
  'draft',
  'requested',
  'sending',
  'unknown',
  'refused',
  'created',
  'registered',
  'rejected',
  'expired',
  'deleted',
] as const;
/** A brand or a 10DLC campaign, whose registration is decided by others. */
export type ReviewState = (typeof REVIEW_STATES)[number];

/** Drawn in docs/state-machines.md; a test compares the two. */
export const PROFILE_TRANSITIONS: Readonly<Record<ProfileState, readonly ProfileState[]>> = {
  draft: ['requested'],
  requested: ['draft', 'sending', 'refused'],
  sending: ['requested', 'unknown', 'refused', 'created'],
  unknown: ['requested', 'refused', 'created'],
  refused: ['draft'],
  // A profile makes one brand only. requested: its brand was rejected; draft: corrected, so that another is made
  created: ['draft', 'requested', 'deleted'],
  deleted: [],
};

/** Drawn in docs/state-machines.md; a test compares the two. */
export const REVIEW_TRANSITIONS: Readonly<Record<ReviewState, readonly ReviewState[]>> = {
  draft: ['requested'],
  requested: ['draft', 'sending', 'refused'],
  sending: ['requested', 'unknown', 'refused', 'created'],
  unknown: ['requested', 'refused', 'created'],
  refused: ['draft'],
  created: ['registered', 'rejected', 'deleted'],
  registered: ['rejected', 'expired', 'deleted'],
  rejected: ['requested', 'registered', 'deleted'],
  expired: ['registered', 'rejected', 'deleted'],
  deleted: [],
};
