/** Of a reply that a person has to read. */
export const REVIEW_STATES = ['open', 'opted_out', 'opted_in', 'dismissed', 'superseded'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What may follow. Only open ones are decided; `superseded`: the person's own next keyword did it. */
export const REVIEW_TRANSITIONS: Readonly<Record<ReviewState, readonly ReviewState[]>> = {
  open: ['opted_out', 'opted_in', 'dismissed', 'superseded'],
  opted_out: [],
  opted_in: [],
  dismissed: [],
  superseded: [],
};

/** What a person may decide. `dismissed`: it asked for neither, and what was held for it goes on. */
export const DECISIONS = ['opted_out', 'opted_in', 'dismissed'] as const;
export type Decision = (typeof DECISIONS)[number];
