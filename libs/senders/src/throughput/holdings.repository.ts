import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { readMnoMetadata } from '../domain/throughput/mno-metadata';
import type { Holdings, KnownSender, RegisteredBrand } from '../domain/throughput/throughput';

interface CampaignRow {
  readonly tendlcCampaign: string;
  readonly brand: string;
  readonly usecase: string | null;
  readonly metadata: unknown;
}

/** Active senders, each with what lets it send in the United States. */
const KNOWN = `
SELECT s.sender, s.type, s.country, s.mms,
  (SELECT c.campaign_id FROM number_links l JOIN tendlc_campaigns c ON c.id = l.campaign AND c.state = 'registered'
   WHERE s.type = 'number' AND s.sender ~ '^[0-9]{1,15}$' AND l.number = s.sender::bigint
     AND ((l.direction = 'link' AND l.state = 'success') OR (l.direction = 'unlink' AND l.state IN ('failed', 'refused')))
   LIMIT 1) AS "tendlcCampaign",
  EXISTS (SELECT FROM tollfree_verifications v WHERE v.number = s.sender AND v.state = 'approved') AS verified
FROM senders s WHERE s.state = 'active' AND s.type <> 'powerpack'`;

/** What is registered, as far as throughput follows from it. */
@Injectable()
export class HoldingsRepository {
  constructor(private readonly database: Database) {}

  async read(): Promise<Holdings> {
    const brands = await this.database.query<RegisteredBrand>(
      `SELECT brand_id AS brand, vetting_score AS "vettingScore" FROM brands WHERE brand_id IS NOT NULL AND state <> 'deleted'
       ORDER BY brand_id`,
    );
    const campaigns = await this.database.query<CampaignRow>(
      `SELECT c.campaign_id AS "tendlcCampaign", b.brand_id AS brand, c.usecase, c.mno_metadata AS metadata
       FROM tendlc_campaigns c JOIN brands b ON b.id = c.brand
       WHERE c.state = 'registered' AND c.campaign_id IS NOT NULL AND b.brand_id IS NOT NULL ORDER BY c.campaign_id`,
    );
    const senders = await this.database.query<KnownSender>(`${KNOWN} ORDER BY s.sender`);
    const pools = await this.database.query<{ powerpack: string; senders: string[] }>(
      `SELECT p.uuid AS powerpack, array_agg(m.sender ORDER BY m.sender) AS senders
       FROM powerpacks p JOIN pool_members m ON m.powerpack = p.uuid WHERE p.state = 'active' GROUP BY p.uuid ORDER BY p.uuid`,
    );
    const bySender = new Map(senders.rows.map((known) => [known.sender, known]));
    return {
      brands: brands.rows,
      campaigns: campaigns.rows.map(({ metadata, usecase, ...rest }) => {
        return { ...rest, usecase: usecase ?? '', terms: readMnoMetadata(metadata) };
      }),
      senders: senders.rows,
      powerpacks: pools.rows.map((pool) => {
        return { uuid: pool.powerpack, members: pool.senders.flatMap((sender) => bySender.get(sender) ?? []) };
      }),
    };
  }
}
