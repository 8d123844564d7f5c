import { type RegistrationOptions } from '../options/registration-options';

export const REGISTRATION_KINDS = ['brand', 'campaign', 'number_linking', 'number_unlinking', 'tollfree'] as const;
export type RegistrationKind = (typeof REGISTRATION_KINDS)[number];

/** The states that webhooks name [hooks, ref]; `expired` is known from the list's filter alone. */
export const REGISTRATION_STATES = {
  brand: ['created', 'rejected', 'registered'],
  campaign: ['created', 'rejected', 'registered', 'expired'],
  number_linking: ['created', 'failed', 'success'],
  number_unlinking: ['created', 'failed', 'success'],
  tollfree: ['SUBMITTED', 'PROCESSING', 'APPROVED', 'REJECTED', 'UPDATE_REQUIRED'],
} as const;
export type RegistrationState<K extends RegistrationKind = RegistrationKind> = (typeof REGISTRATION_STATES)[K][number];

/** What the resource itself says in each state. */
export const OBJECT_STATUS: Readonly<Record<RegistrationState<Exclude<RegistrationKind, 'tollfree'>>, string>> = {
  created: 'PROCESSING',
  rejected: 'FAILED',
  registered: 'COMPLETED',
  expired: 'EXPIRED',
  failed: 'FAILED',
  success: 'COMPLETED',
};

/** Campaigns say ACTIVE where brands and numbers say COMPLETED. */
export function campaignStatus(state: RegistrationState<'campaign'>): string {
  return state === 'registered' ? 'ACTIVE' : OBJECT_STATUS[state];
}

export function firstState(kind: RegistrationKind): RegistrationState {
  return kind === 'tollfree' ? 'SUBMITTED' : 'created';
}

/** The state read from a command, or undefined when this kind has none of that name. */
export function readState(kind: RegistrationKind, text: string): RegistrationState | undefined {
  return REGISTRATION_STATES[kind].find((state) => state.toLowerCase() === text.toLowerCase());
}

/** Where a registration goes next on its own; undefined where it waits for the customer or is done. */
export function nextState(
  kind: RegistrationKind,
  state: RegistrationState,
  outcome: RegistrationState,
  viaProcessing: boolean,
): RegistrationState | undefined {
  if (kind !== 'tollfree') return state === 'created' ? outcome : undefined;
  if (state === 'SUBMITTED') return viaProcessing ? 'PROCESSING' : outcome;
  return state === 'PROCESSING' ? outcome : undefined;
}

/** What a forger would claim. */
export function oppositeState(kind: RegistrationKind, state: RegistrationState): RegistrationState {
  if (kind === 'tollfree') return state === 'APPROVED' ? 'REJECTED' : 'APPROVED';
  if (kind === 'brand' || kind === 'campaign') return state === 'registered' ? 'rejected' : 'registered';
  return state === 'success' ? 'failed' : 'success';
}

const REASONS: Readonly<Partial<Record<RegistrationState, string>>> = {
  rejected: 'Rejected by The Campaign Registry: the details could not be verified',
  failed: 'Rejected by the operators',
  REJECTED: 'Rejected by the carrier: the opt-in could not be verified',
  UPDATE_REQUIRED: 'The carrier asks for more: show how people opt in',
};

/** Why it went wrong, where nothing else is said; null where it did not. */
export function defaultReason(state: RegistrationState): string | null {
  return REASONS[state] ?? null;
}

export interface ChosenOutcome {
  readonly state: RegistrationState;
  readonly reason: string | null;
}

/**
 * What becomes of a registration: what the options say of one of its names, as long as that lasts, or else what they
 * say of its kind. An outcome that this kind does not know (`success` of a brand) is passed over.
 *
 * @param struck how often each name's choice was used before
 */
export function chooseOutcome(
  kind: RegistrationKind,
  names: readonly string[],
  options: RegistrationOptions,
  struck: ReadonlyMap<string, number>,
): ChosenOutcome & { readonly name: string | null } {
  for (const name of names) {
    const choice = Object.hasOwn(options.by_name, name) ? options.by_name[name] : undefined;
    const state = choice === undefined ? undefined : readState(kind, choice.state);
    if (choice === undefined || state === undefined) continue;
    if (choice.times !== null && (struck.get(name) ?? 0) >= choice.times) continue;
    return { state, reason: choice.reason ?? defaultReason(state), name };
  }
  const state = options.outcomes[kind];
  return { state, reason: defaultReason(state), name: null };
}
