/** What carriers let a 10DLC campaign send. */
export interface CarrierTerms {
  /** Messages a minute: the least that any carrier allows, since which one a message goes to is not known before; null: none says. */
  readonly tpm: number | null;
  readonly tpmCarrier: string | null;
  /** T-Mobile's name for what a brand may send a day: `TOP`, `HIGH_MID`… */
  readonly brandTier: string | null;
}

/**
 * Reads `mno_metadata` of a 10DLC campaign. The reference's own samples differ: `"at&t": {"tpm": "4500", "brand_tier": null}` in one,
 * `"AT&T": {"tpm": 4500}` in another. What can't be read says nothing.
 */
export function readMnoMetadata(metadata: unknown): CarrierTerms {
  let terms: CarrierTerms = { tpm: null, tpmCarrier: null, brandTier: null };
  for (const [carrier, value] of entriesOf(metadata)) {
    const fields = new Map(entriesOf(value).map(([name, field]) => [name.toLowerCase(), field]));
    const tpm = positive(fields.get('tpm'));
    if (tpm !== undefined && (terms.tpm === null || tpm < terms.tpm)) terms = { ...terms, tpm, tpmCarrier: carrier };
    const tier = fields.get('brand_tier') ?? fields.get('brandtier');
    if (typeof tier === 'string' && tier.trim() !== '') terms = { ...terms, brandTier: tierName(tier) };
  }
  return terms;
}

function tierName(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function positive(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
