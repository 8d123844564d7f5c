import { AppError } from '@herald/kernel';

export const CAMPAIGN_STATES = [
  'draft',
  'planning',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
  'failed',
] as const;

export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Every way a campaign may go. The same arrows are drawn in docs/state-machines.md; a test compares the two. */
export const CAMPAIGN_TRANSITIONS: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: ['planning'],
  // paused: its forecast crosses its deadline or expiry
  planning: ['scheduled', 'running', 'paused', 'cancelled', 'failed'],
  // paused: it came due too late and its policy is to ask
  scheduled: ['running', 'paused', 'cancelled'],
  running: ['paused', 'completed', 'cancelled'],
  // scheduled: it was paused before its time, which is still to come
  paused: ['running', 'scheduled', 'cancelled'],
  // a callback proves that messages are still under way
  completed: ['running'],
  cancelled: [],
  failed: [],
};

/** What a caller may do, and the states a campaign may be in for it. */
export const CAMPAIGN_ACTIONS = {
  edit: ['draft'],
  delete: ['draft'],
  launch: ['draft'],
  pause: ['running'],
  resume: ['paused'],
  cancel: ['planning', 'scheduled', 'running', 'paused'],
} as const satisfies Record<string, readonly CampaignState[]>;

export type CampaignAction = keyof typeof CAMPAIGN_ACTIONS;

/** The states from which `to` can be reached by one arrow. */
export function statesBefore(to: CampaignState): CampaignState[] {
  return CAMPAIGN_STATES.filter((from) => CAMPAIGN_TRANSITIONS[from].includes(to));
}

export function possibleActions(state: CampaignState): CampaignAction[] {
  const actions = Object.entries(CAMPAIGN_ACTIONS) as [CampaignAction, readonly CampaignState[]][];
  return actions.filter(([, states]) => states.includes(state)).map(([action]) => action);
}

/** The answer to a caller who asked for what this state does not allow: says where it stands and what is possible. */
export function campaignStateConflict(action: CampaignAction, state: CampaignState): AppError {
  const possible = possibleActions(state);
  const way = possible.length === 0 ? 'Nothing can be done with it any more.' : `Possible now: ${possible.join(', ')}.`;
  return new AppError('conflict', 'campaign_state', `Cannot ${action} a campaign that is ${state}. ${way}`);
}
