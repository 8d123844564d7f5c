/** What carriers allow a 10DLC campaign [notes §2: support article on throughput; daily caps are industry figures]. */
export interface Tier {
  /** Messages a minute. */
  readonly tpm: number;
  /** T-Mobile's name of the brand's daily cap. */
  readonly brandTier: string;
}

const LOW_VOLUME_TPM = 75;

/**
 * By the brand's vetting score (null: not vetted) and the campaign's use case: low volume has a rate of its own. The
 * lower tiers' names are an assumption; the reference shows TOP alone.
 */
export function tierOf(score: number | null, usecase: string): Tier {
  const points = score ?? 0;
  const brandTier = points >= 75 ? 'TOP' : points >= 50 ? 'HIGH_MID' : points >= 25 ? 'LOW_MID' : 'LOW';
  if (usecase === 'LOW_VOLUME' || usecase === 'STARTER') return { tpm: LOW_VOLUME_TPM, brandTier };
  return { tpm: points >= 75 ? 4500 : points >= 50 ? 2400 : 240, brandTier };
}

/** `mno_metadata` in one of the two shapes that the reference's samples have. */
export function mnoMetadata({ tpm, brandTier }: Tier, names: 'title' | 'lower'): Record<string, unknown> {
  if (names === 'title') {
    return {
      'AT&T': { tpm },
      'T-Mobile': { brand_tier: brandTier },
      'US Cellular': { tpm },
      'Verizon Wireless': { tpm },
    };
  }
  const rate = { tpm: String(tpm), brand_tier: null };
  return {
    'at&t': rate,
    't-mobile': { tpm: null, brand_tier: brandTier },
    'us cellular': rate,
    'verizon wireless': rate,
  };
}
