import type { ProblemDetail } from '@herald/kernel';
import { BRAND_TYPES } from './allowed-values';
import { checkBrand } from './check-brand';
import { checkCampaign } from './check-campaign';
import { checkProfile } from './check-profile';
import type { Details } from './details';
import { Findings } from './findings';
import type { LinkDirection, LinkState } from './link-state';
import type { ProfileState, ReviewState } from './step-state';

/** A step that is made at the provider, as far as decisions about it go. */
export interface Step<State> {
  readonly id: number;
  readonly state: State;
  readonly reason: string | null;
  /** The provider's id of it. */
  readonly provider_id: string | null;
  readonly details: Details;
  /** Its end at the provider was asked for. */
  readonly ending: boolean;
}

/** A 10DLC campaign. */
export interface CampaignStep extends Step<ReviewState> {
  /** It was registered elsewhere: only the registry and whoever made it there can change it. */
  readonly imported: boolean;
}

export interface NumberLink {
  /** Digits. */
  readonly number: string;
  readonly direction: LinkDirection;
  readonly state: LinkState;
  readonly reason: string | null;
}

export interface Registration {
  /** null: the brand was made elsewhere. */
  readonly profile: Step<ProfileState> | null;
  readonly brand: Step<ReviewState>;
  readonly campaign: CampaignStep;
  readonly numbers: readonly NumberLink[];
}

export const REQUESTED_KINDS = ['profile', 'brand', 'campaign'] as const;
export type RequestedKind = (typeof REQUESTED_KINDS)[number];

const OPEN: ReadonlySet<string> = new Set(['draft', 'refused', 'rejected']);

/** The steps that submitting it now would send, up to and with `through`. */
export function openSteps(
  { profile, brand, campaign }: Registration,
  through: RequestedKind = 'campaign',
): RequestedKind[] {
  const ofBrand = OPEN.has(brand.state);
  // A profile makes one brand only: a rejected brand is made anew of another.
  const again = profile?.state === 'created' && brand.state === 'rejected' && through !== 'profile';
  const open: Record<RequestedKind, boolean> = {
    profile: profile !== null && (OPEN.has(profile.state) || again),
    brand: ofBrand,
    // What the registry rejected of one that was made elsewhere is put right there.
    campaign: OPEN.has(campaign.state) && !(campaign.imported && campaign.state === 'rejected'),
  };
  const last = REQUESTED_KINDS.indexOf(through);
  return REQUESTED_KINDS.filter((kind, index) => open[kind] && index <= last);
}

export interface Check {
  readonly errors: readonly ProblemDetail[];
  readonly warnings: readonly ProblemDetail[];
}

/** What the provider would refuse of these steps, and what is likely to be rejected. */
export function checkSteps({ profile, brand, campaign }: Registration, kinds: readonly RequestedKind[]): Check {
  const type = BRAND_TYPES.find((each) => each === brand.details.brand_type);
  const found: Record<RequestedKind, () => Findings> = {
    profile: () => checkProfile(profile?.details ?? {}),
    brand: () => checkBrand(brand.details, profile?.details ?? {}),
    // What an import needs was checked when it was asked for.
    campaign: () => (campaign.imported ? new Findings('campaign') : checkCampaign(campaign.details, type)),
  };
  const all = kinds.map((kind) => found[kind]());
  return { errors: all.flatMap(({ errors }) => errors), warnings: all.flatMap(({ warnings }) => warnings) };
}

/** Whether the number sends for the campaign: unlinking counts once it is a success. */
export function isLinked({ direction, state }: Pick<NumberLink, 'direction' | 'state'>): boolean {
  return (direction === 'unlink') === (state !== 'success');
}
