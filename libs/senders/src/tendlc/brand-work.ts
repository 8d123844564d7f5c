import { Database } from '@herald/database';
import { type Brand, type NewBrand, PlivoBrands } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { BRAND_TYPES } from '../domain/tendlc/allowed-values';
import { type Details, sendable } from '../domain/tendlc/details';
import { recordReason } from './record-reason';
import { callbackOf, SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import type { Columns } from './step-tables';
import type { Seen, StepWork, WorkRow } from './step-work';

interface BrandRow extends WorkRow {
  /** null: it was made elsewhere, and came with an imported campaign. */
  readonly profile: number | null;
  readonly brand_id: string | null;
  readonly former_ids: readonly string[];
  readonly details: Details;
}

const STATES = { COMPLETED: 'registered', FAILED: 'rejected' } as const;

@Injectable()
export class BrandWork implements StepWork<BrandRow> {
  readonly kind = 'brand';
  readonly parent = {
    join: 'LEFT JOIN profiles p ON p.id = s.profile',
    id: 'p.profile_uuid',
    ready: `p.state = 'created'`,
  };

  constructor(
    private readonly brands: PlivoBrands,
    private readonly database: Database,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
  ) {}

  forbidden(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async submit(row: BrandRow): Promise<Columns> {
    const input = { ...sendable(row.details), profile_uuid: row.parent, ...callbackOf(this.options) };
    // Checked field by field before it was requested.
    const { brand_id: brandId } = await this.brands.create(input as unknown as NewBrand);
    return columnsOf(row, brandId);
  }

  /** A profile makes one brand, so the brand of this one is ours. */
  async find(row: BrandRow): Promise<Columns | undefined> {
    for await (const brand of this.brands.all()) {
      if (row.parent !== null && brand.profile_uuid === row.parent && !(await this.isKnown(brand.brand_id))) {
        return columnsOf(row, brand.brand_id);
      }
    }
    return undefined;
  }

  async look({ brand_id: brandId, profile }: BrandRow): Promise<Seen | undefined> {
    const brand = brandId === null ? undefined : await this.brands.get(brandId);
    // One that was made elsewhere need not be shown to us; that it is registered, its campaign says.
    if (profile === null) return { columns: brand === undefined ? {} : vettingOf(brand), inHand: false };
    if (brand === undefined) return undefined;
    const status = brand.registration_status;
    const to = status === 'COMPLETED' || status === 'FAILED' ? STATES[status] : undefined;
    const reason = to === 'rejected' ? (recordReason(brand) ?? 'the registry rejected it') : undefined;
    // Another rejected brand has another id, so whatever is said of this one is said of the newest.
    return { to, reason, columns: vettingOf(brand), inHand: true };
  }

  async end({ brand_id: brandId }: BrandRow): Promise<void> {
    if (brandId !== null) await this.brands.delete(brandId);
  }

  private async isKnown(brandId: string): Promise<boolean> {
    const text = 'SELECT FROM brands WHERE brand_id = $1 OR $1 = ANY (former_ids)';
    return (await this.database.query(text, [brandId])).count > 0;
  }
}

function columnsOf({ brand_id: before, former_ids: former, details }: BrandRow, brandId: string): Columns {
  const brand_type = BRAND_TYPES.find((each) => each === details.brand_type) ?? null;
  const formerIds = before === null ? former : [...former, before];
  return { brand_id: brandId, former_ids: formerIds, brand_type, vetting_score: null, vetting_status: null };
}

function vettingOf({ vetting_score: score, vetting_status: status, brand_type: type }: Brand): Columns {
  const known = BRAND_TYPES.find((each) => each === type);
  return {
    ...(score === undefined ? {} : { vetting_score: Math.round(score) }),
    ...(status === undefined ? {} : { vetting_status: status }),
    ...(known === undefined ? {} : { brand_type: known }),
  };
}
