/**
 * A verification as Herald knows it. `draft`: the provider does not have it. `submitting`: whether it does is being found out. The
 * others are the provider's own; `deleted`: it was withdrawn, or is not to be found there any more.
 */
export const TOLLFREE_STATES = [
  'draft',
  'submitting',
  'submitted',
  'processing',
  'update_required',
  'approved',
  'rejected',
  'deleted',
] as const;
export type TollfreeState = (typeof TOLLFREE_STATES)[number];

/** What the provider calls a state. */
export const PROVIDER_STATUSES = ['submitted', 'processing', 'update_required', 'approved', 'rejected'] as const;
export type ProviderStatus = (typeof PROVIDER_STATUSES)[number];

/** Every arrow. A look-up may show any later state, and one from which somebody edited it elsewhere. */
export const TOLLFREE_TRANSITIONS: Readonly<Record<TollfreeState, readonly TollfreeState[]>> = {
  draft: ['submitting', 'deleted'],
  submitting: ['draft', ...PROVIDER_STATUSES],
  submitted: ['processing', 'update_required', 'approved', 'rejected', 'deleted'],
  processing: ['submitted', 'update_required', 'approved', 'rejected', 'deleted'],
  update_required: ['submitted', 'processing', 'approved', 'rejected', 'deleted'],
  approved: ['update_required', 'rejected', 'deleted'],
  rejected: ['approved', 'deleted'],
  deleted: [],
};

/** Reference: "if the status … is listed as SUBMITTED or UPDATE_REQUIRED"; a draft is Herald's own. */
export const EDITABLE: readonly TollfreeState[] = ['draft', 'submitted', 'update_required'];
/** Reference: "listed under the status: SUBMITTED, PROCESSING, or UPDATE_REQUIRED". */
export const DELETABLE: readonly TollfreeState[] = ['draft', 'submitted', 'processing', 'update_required'];
/** While one is in these, its number needs no other. */
export const OPEN: readonly TollfreeState[] = [
  'draft',
  'submitting',
  'submitted',
  'processing',
  'update_required',
  'approved',
];

const DAY_MS = 86_400_000;
/** Provider: what a carrier wants changed must be changed within six days. */
const EDIT_DAYS = 6;

/** Until when a verification may be edited; null: at any time while its state allows it. */
export function editableUntil(state: TollfreeState, stateAt: Date): Date | null {
  return state === 'update_required' ? new Date(stateAt.getTime() + EDIT_DAYS * DAY_MS) : null;
}

/** In the provider's spelling or nearly; undefined for what is no status of a verification. */
export function statusOf(text: string): ProviderStatus | undefined {
  const status = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return PROVIDER_STATUSES.find((known) => known === status);
}

/**
 * What a webhook's status means for a verification:
 * - `apply`: it is news
 * - `stale`: it is known, or older than what is known
 * - `ask`: it can't be both true and in order; the provider is asked what holds
 */
export type WebhookVerdict = 'apply' | 'stale' | 'ask';

const RANK: Readonly<Record<ProviderStatus, number>> = {
  submitted: 1,
  processing: 2,
  update_required: 3,
  approved: 4,
  rejected: 4,
};

/**
 * Webhooks carry no time, and come late, twice, or in another order. So they only ever move a verification forward; what would move it
 * back or aside is a question for the provider.
 *
 * @param rounds how often it was handed in: after the first time, a demand for changes may be the one that was answered already
 */
export function judgeWebhook(state: TollfreeState, rounds: number, incoming: ProviderStatus): WebhookVerdict {
  if (state === incoming || state === 'deleted' || state === 'draft') return 'stale';
  if (state === 'submitting') return 'apply';
  if (incoming === 'update_required' && rounds > 1) return 'ask';
  if (RANK[incoming] > RANK[state]) return 'apply';
  // A carrier that asked for changes may have been answered elsewhere; one that decided twice has changed its mind, or one is a lie.
  if (state === 'update_required' || RANK[incoming] === RANK[state]) return 'ask';
  return 'stale';
}
