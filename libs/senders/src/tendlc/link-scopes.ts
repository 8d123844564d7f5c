import type { Sql } from '@herald/database';
import { SenderScopes } from '@herald/consent';
import { Injectable } from '@nestjs/common';

interface Linked {
  readonly number: string;
  readonly campaign_id: string | null;
  readonly brand_id: string | null;
}

/** Tells consent which 10DLC campaign and brand a number sends for, so that an opt-out to those reaches it. */
@Injectable()
export class LinkScopes {
  constructor(private readonly scopes: SenderScopes) {}

  /** In the transaction that changes the link. A number that is being unlinked still counts until that is a success. */
  async refresh(sql: Sql, link: number): Promise<void> {
    const { rows } = await sql.query<Linked>(
      `SELECT l.number, c.campaign_id, b.brand_id
       FROM number_links changed JOIN number_links l ON l.number = changed.number
       LEFT JOIN tendlc_campaigns c ON c.id = l.campaign AND (l.direction = 'unlink') = (l.state <> 'success')
       LEFT JOIN brands b ON b.id = c.brand
       WHERE changed.id = $1`,
      [link],
    );
    const number = rows[0]?.number;
    if (number === undefined) return;
    const keys = (scope: 'tendlc_campaign' | 'brand', ids: readonly (string | null)[]) =>
      ids.filter((id) => id !== null).map((key) => ({ scope, key }));
    const campaigns = rows.map(({ campaign_id: id }) => id);
    const brands = rows.map(({ brand_id: id }) => id);
    const scopes = [...keys('tendlc_campaign', campaigns), ...keys('brand', brands)];
    await this.scopes.replace(sql, number, scopes, ['tendlc_campaign', 'brand']);
  }
}
