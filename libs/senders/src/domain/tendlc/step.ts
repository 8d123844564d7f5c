import { LINK_TRANSITIONS, type LinkState } from './link-state';
import { PROFILE_TRANSITIONS, type ProfileState, REVIEW_TRANSITIONS, type ReviewState } from './step-state';

/** What a registration is made of, in this order. */
export type StepKind = 'profile' | 'brand' | 'campaign' | 'link';
export type StepState = ProfileState | ReviewState | LinkState;

const TRANSITIONS: Readonly<Record<StepKind, Readonly<Record<string, readonly string[]>>>> = {
  profile: PROFILE_TRANSITIONS,
  brand: REVIEW_TRANSITIONS,
  campaign: REVIEW_TRANSITIONS,
  link: LINK_TRANSITIONS,
};

/** The states from which `to` can be reached by one arrow. */
export function statesBefore(kind: StepKind, to: StepState): StepState[] {
  const found = Object.entries(TRANSITIONS[kind]).filter(([, all]) => all.includes(to));
  return found.map(([from]) => from as StepState);
}
