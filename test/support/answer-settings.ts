/** How an ingress under test answers keywords by itself: as XML, in words that nothing else uses. */
export const ANSWERS = {
  mode: 'xml',
  texts: { opt_out: 'You are out.', opt_in: 'You are in again.', help: 'Write to help@example.com.' },
  providerAnswersFor: new Set<string>(),
} as const;
