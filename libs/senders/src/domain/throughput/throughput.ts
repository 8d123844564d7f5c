import type { CarrierTerms } from './mno-metadata';
import type { SenderType } from '../check/sender-fact';

/** A lane as it follows from registrations and pools. */
export interface DerivedLane {
  readonly kind: 'sender' | 'brand' | 'daily_cap';
  /** Of a sender with `/US` and the like: what it may send there. */
  readonly key: string;
  readonly channel: 'any' | 'sms' | 'mms';
  /** Billable parts in the window. */
  readonly amount: number;
  readonly windowMs: number;
  readonly brand: string | null;
  /** Where the amount comes from. */
  readonly source: string;
}

/** A 10DLC campaign through which numbers may send. */
export interface RegisteredCampaign {
  readonly tendlcCampaign: string;
  readonly brand: string;
  readonly usecase: string;
  readonly terms: CarrierTerms;
}

export interface RegisteredBrand {
  readonly brand: string;
  /** By The Campaign Registry, 0 to 100; null: not vetted. */
  readonly vettingScore: number | null;
}

export interface KnownSender {
  readonly sender: string;
  readonly type: SenderType;
  readonly country: string | null;
  readonly mms: boolean;
  /** Of a long code: the registered 10DLC campaign it is linked to. */
  readonly tendlcCampaign: string | null;
  /** Of a toll-free number: verified. */
  readonly verified: boolean;
}

/** What may be sent: so many parts in a window. */
export interface Rate {
  readonly amount: number;
  readonly windowMs: number;
}

/** The lanes' own rows for types, tiers and caps, as operators see and change them: `toll_free`, `long_code/CA`, `tier:75-100`. */
export type RateTable = (
  kind: 'sender_type' | 'brand' | 'daily_cap',
  key: string,
  channel: 'sms' | 'mms',
) => Rate | undefined;

export interface Holdings {
  readonly brands: readonly RegisteredBrand[];
  readonly campaigns: readonly RegisteredCampaign[];
  readonly senders: readonly KnownSender[];
  readonly powerpacks: readonly { readonly uuid: string; readonly members: readonly KnownSender[] }[];
}

const MINUTE_MS = 60_000;

/** A 10DLC campaign's rate in the United States, with the reason. */
export function campaignRate(
  campaign: RegisteredCampaign,
  brand: RegisteredBrand | undefined,
  table: RateTable,
): (Rate & { readonly source: string }) | undefined {
  const { tpm, tpmCarrier } = campaign.terms;
  if (tpm !== null) {
    const source = `10DLC campaign ${campaign.tendlcCampaign}: mno_metadata, ${tpm} a minute at ${tpmCarrier ?? 'a carrier'}`;
    return { amount: tpm, windowMs: MINUTE_MS, source };
  }
  const tier = LOW_VOLUME.has(campaign.usecase) ? 'tier:low-volume' : brandTier(brand?.vettingScore ?? null);
  const rate = table('brand', tier, 'sms');
  const reason = `10DLC campaign ${campaign.tendlcCampaign} (${campaign.usecase}): lane brand ${tier}`;
  return rate && { ...rate, source: reason };
}

const LOW_VOLUME: ReadonlySet<string> = new Set(['LOW_VOLUME', 'STARTER']);

/** The row of the published table that a vetting score falls into. */
function brandTier(score: number | null): string {
  if (score === null || score < 1) return 'tier:unvetted';
  return score >= 75 ? 'tier:75-100' : score >= 50 ? 'tier:50-74' : 'tier:1-49';
}

/** T-Mobile's names for its daily caps (industry usage; the provider shows `TOP` only). */
const CAP_OF_TIER: Readonly<Record<string, string>> = {
  TOP: 'tier:75-100',
  HIGH_MID: 'tier:50-74',
  LOW_MID: 'tier:25-49',
  LOW: 'tier:1-24',
};

/** The carriers' word first, the score second; of an unknown brand the least. */
export function capTier(tier: string | null, score: number | null): string {
  const named = tier === null ? undefined : CAP_OF_TIER[tier];
  if (named !== undefined) return named;
  if (score === null || score < 25) return 'tier:1-24';
  return score >= 75 ? 'tier:75-100' : score >= 50 ? 'tier:50-74' : 'tier:25-49';
}

/** Units a second. */
export function perSecond({ amount, windowMs }: Rate): number {
  return (amount * 1_000) / windowMs;
}
