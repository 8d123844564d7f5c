import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { LinkScopes } from './link-scopes';

interface BrandRow {
  readonly id: number;
  readonly profile: number | null;
}

/** The brands of imported campaigns: which it is, only the first look at the campaign tells. */
@Injectable()
export class ImportedBrands {
  constructor(
    private readonly database: Database,
    private readonly scopes: LinkScopes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Moves the campaign from the brand that stood in for it to its own: one that is here already, or one that is only named. */
  async join(campaign: number, brandId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('SELECT FROM registrations WHERE campaign = $1 ORDER BY id FOR UPDATE', [campaign]);
      const { rows } = await tx.query<BrandRow>(
        `INSERT INTO brands (brand_id, state, look_at, created_at, state_at) VALUES ($1, 'registered', $2, $2, $2)
         ON CONFLICT (brand_id) DO UPDATE SET brand_id = excluded.brand_id RETURNING id, profile`,
        [brandId, this.clock.now()],
      );
      const [brand] = rows;
      if (brand === undefined) throw new Error('INSERT … RETURNING gave no row');
      const text = 'UPDATE registrations SET brand = $2, profile = $3, version = version + 1 WHERE campaign = $1';
      await tx.query(text, [campaign, brand.id, brand.profile]);
      await tx.query('UPDATE tendlc_campaigns SET brand = $2 WHERE id = $1', [campaign, brand.id]);
      await tx.query(
        `DELETE FROM brands b WHERE profile IS NULL AND brand_id IS NULL
           AND NOT EXISTS (SELECT FROM tendlc_campaigns WHERE brand = b.id) AND NOT EXISTS (SELECT FROM registrations WHERE brand = b.id)`,
      );
      const links = await tx.query<{ id: number }>('SELECT id FROM number_links WHERE campaign = $1 ORDER BY number', [
        campaign,
      ]);
      for (const { id } of links.rows) await this.scopes.refresh(tx, id);
    });
  }
}
