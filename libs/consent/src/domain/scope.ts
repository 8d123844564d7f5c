/** How far a suppression reaches, the widest first. */
export const SCOPES = ['everything', 'brand', 'tendlc_campaign', 'sender', 'number'] as const;
export type Scope = (typeof SCOPES)[number];

/** Of whom a suppression keeps the messages away. */
export interface ScopeKey {
  readonly scope: Scope;
  /** Empty for everything; else the brand's id, the 10DLC campaign's id, a Powerpack's uuid or a src, our own number. */
  readonly key: string;
}

export const EVERYTHING: ScopeKey = { scope: 'everything', key: '' };

export function isWider(scope: Scope, than: Scope): boolean {
  return SCOPES.indexOf(scope) < SCOPES.indexOf(than);
}

/** What one of our numbers belongs to, as far as Herald knows. */
export interface NumberScopes {
  /** Our number, or the sender name. */
  readonly number: string;
  /** Powerpacks that send from it. */
  readonly senders: readonly string[];
  readonly tendlcCampaigns: readonly string[];
  readonly brands: readonly string[];
}

/** Every scope that `of` falls under. */
function allOf({ number, senders, tendlcCampaigns, brands }: NumberScopes): ScopeKey[] {
  const keys = (scope: Scope, found: readonly string[]): ScopeKey[] => found.map((key) => ({ scope, key }));
  return [
    EVERYTHING,
    ...keys('brand', brands),
    ...keys('tendlc_campaign', tendlcCampaigns),
    ...keys('sender', [...senders, number]),
    ...keys('number', [number]),
  ];
}

/**
 * What an opt-out to this number suppresses, if it is to reach as far as `scope`. A brand or 10DLC campaign that Herald doesn't
 * know of can't be named: then everything, since too far is cheaper than not far enough.
 */
export function optOutTargets(of: NumberScopes, scope: Scope): ScopeKey[] {
  const targets = allOf(of).filter((each) => each.scope === scope);
  return targets.length === 0 ? [EVERYTHING] : targets;
}

/** What an opt-in to this number may lift: as wide as an opt-out to it would reach, and what is narrower; nobody else's. */
export function optInReach(of: NumberScopes, scope: Scope): ScopeKey[] {
  const widest = optOutTargets(of, scope)[0]?.scope ?? scope;
  return allOf(of).filter((each) => !isWider(each.scope, widest));
}
