/** A lane on a campaign's way that nothing passes: why, since when, and what to do about it. */
export interface CampaignHold {
  readonly lane_id: number;
  readonly kind: string;
  /** '' for the account's lanes. */
  readonly key: string;
  readonly code: string;
  readonly message: string;
  /** `delivery` (a probe opens it again) or who held it by hand. */
  readonly by: string;
  readonly since: string;
  readonly remedy: string;
  /** Messages of the campaign that wait for this lane; one that waits for two lanes is counted at both. */
  readonly messages_waiting: number;
}

const PROBED = 'Herald looks by itself from time to time whether it works again.';
const REMEDIES: Readonly<Record<string, string>> = {
  provider_credit: 'Recharge the provider account.',
  provider_credentials: 'Put the account’s auth id and token right, and restart the workers.',
  provider_disabled: 'Ask the provider to enable the account.',
  country_disabled: 'Enable the country in the provider’s geo permissions.',
};

export function remedyOf(code: string, laneId: number): string {
  const remedy = REMEDIES[code];
  const release = `herald lanes release ${laneId}`;
  return remedy === undefined ? `Release it: ${release}` : `${remedy} ${PROBED} At once: ${release}`;
}
