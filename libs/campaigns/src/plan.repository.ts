import { suppressionApplies } from '@herald/consent';
import type { WrittenMessage } from '@herald/content';
import { Database, type Transaction } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { CampaignReason } from './campaign';
import type { ForecastJudgement } from './campaigns.repository';

const LEASE_SECONDS = 30;
// Enough to sort some millions of contacts in memory; more spill to disk.
const WORK_MEM = '128MB';

export interface PlanClaim {
  readonly campaignId: number;
  readonly listId: number;
  readonly fence: number;
  readonly sender: string;
  readonly expiryS: number | null;
  readonly maxBacklogS: number | null;
  readonly message: WrittenMessage;
  readonly judged: ForecastJudgement;
}

/** The most messages in a batch, by country. */
export interface BatchSizes {
  readonly elsewhere: number;
  readonly countries: ReadonlyMap<string, number>;
}

export interface PlannedCountry {
  readonly country: string;
  readonly batches: number;
  readonly messages: number;
  /** They cannot be sent to: their batches are refused from the beginning. */
  readonly heldBack?: boolean;
}

export interface Written {
  readonly countries: readonly PlannedCountry[];
  /** Contacts left out, as the same snapshot saw them. */
  readonly suppressed: number;
}

/** What a list's finished imports read, all in all. */
export interface ListCounts {
  readonly rows: number;
  readonly rejects: number;
  readonly duplicates: number;
  readonly contacts: number;
}

export interface PlanResult extends Pick<PlanClaim, 'campaignId' | 'fence'> {
  readonly counts: ListCounts;
  readonly suppressed: number;
  readonly messages: number;
  readonly batches: number;
  /** Its batches differ in their units. */
  readonly isPersonal: boolean;
  readonly now: Date;
  /** Set when it does not go on: nobody to send to, or a forecast that nobody accepted. */
  readonly stop?: { readonly state: 'failed' | 'paused'; readonly reason: CampaignReason };
}

const OPEN_IMPORT = `EXISTS (SELECT 1 FROM imports i WHERE i.list_id = c.list_id AND i.state IN ('queued', 'running'))`;
const NOT_LEASED = '(c.plan_lease_until IS NULL OR c.plan_lease_until < now())';

@Injectable()
export class PlanRepository {
  constructor(private readonly database: Database) {}

  /** Takes the campaign for planning, unless somebody has it, its list is still being imported, or it needs no planning. */
  async claim(campaignId: number): Promise<PlanClaim | undefined> {
    const { rows } = await this.database.query<PlanClaim>(
      `UPDATE campaigns c SET plan_fence = plan_fence + 1, plan_lease_until = now() + $2 * interval '1 second'
       WHERE id = $1 AND state = 'planning' AND ${NOT_LEASED} AND NOT ${OPEN_IMPORT}
       RETURNING id AS "campaignId", list_id AS "listId", plan_fence AS fence, coalesce(src, powerpack_uuid) AS sender,
         message_expiry AS "expiryS", max_backlog_seconds AS "maxBacklogS",
         json_build_object('type', type, 'text', text, 'content', content) AS message,
         json_build_object('accepted', forecast_accepted, 'contacts', forecast_contacts) AS judged`,
      [campaignId, LEASE_SECONDS],
    );
    return rows[0];
  }

  async renew({ campaignId, fence }: PlanClaim): Promise<void> {
    await this.database.query(
      `UPDATE campaigns SET plan_lease_until = now() + $3 * interval '1 second'
       WHERE id = $1 AND plan_fence = $2 AND state = 'planning'`,
      [campaignId, fence, LEASE_SECONDS],
    );
  }

  async release({ campaignId, fence }: PlanClaim): Promise<void> {
    await this.database.query('UPDATE campaigns SET plan_lease_until = NULL WHERE id = $1 AND plan_fence = $2', [
      campaignId,
      fence,
    ]);
  }

  /** Campaigns that wait for a planner and could be planned now. */
  async ready(): Promise<number[]> {
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT c.id FROM campaigns c WHERE c.state = 'planning' AND ${NOT_LEASED} AND NOT ${OPEN_IMPORT} ORDER BY c.id`,
    );
    return rows.map((row) => row.id);
  }

  /** @returns the error of the import this campaign was to wait for, if that failed */
  async failedImport(campaignId: number): Promise<CampaignReason | undefined> {
    const { rows } = await this.database.query<{ id: number; error: Partial<CampaignReason> | null }>(
      `SELECT i.id, i.error FROM campaigns c JOIN imports i ON i.id = c.after_import_id
       WHERE c.id = $1 AND i.state = 'failed'`,
      [campaignId],
    );
    const failed = rows[0];
    if (failed === undefined) return undefined;
    const cause = failed.error?.message ?? 'no reason is known';
    return { code: 'import_failed', message: `Import ${failed.id}, which the campaign waits for, failed: ${cause}` };
  }

  /**
   * Holds the list still until the transaction ends (an import commits contacts only together with this row), and reads what
   * its imports counted.
   *
   * @returns undefined while an import is open
   */
  async lockList(tx: Transaction, listId: number): Promise<ListCounts | undefined> {
    await tx.query('SELECT 1 FROM lists WHERE id = $1 FOR SHARE', [listId]);
    const { rows } = await tx.query<ListCounts & { open: number }>(
      `SELECT count(*) FILTER (WHERE state IN ('queued', 'running'))::int AS open,
              COALESCE(sum(rows) FILTER (WHERE state = 'completed'), 0)::float8 AS rows,
              COALESCE(sum(rejects) FILTER (WHERE state = 'completed'), 0)::float8 AS rejects,
              COALESCE(sum(duplicates) FILTER (WHERE state = 'completed'), 0)::float8 AS duplicates,
              COALESCE(sum(contacts) FILTER (WHERE state = 'completed'), 0)::float8 AS contacts
       FROM imports WHERE list_id = $1`,
      [listId],
    );
    const [counts] = rows;
    return counts === undefined || counts.open > 0 ? undefined : counts;
  }

  /**
   * Writes batches and messages in one statement. Each country's numbers are gathered in an array and sorted as plain
   * integers, several times faster than sorting rows by country and number; sorted, they go into the messages' index from
   * left to right. Messages are taken back out of the batches' arrays: the audience is read once, and a message can be in no
   * batch but its own.
   */
  async write(tx: Transaction, claim: PlanClaim, sizes: BatchSizes): Promise<Written> {
    await tx.query(`SET LOCAL work_mem = '${WORK_MEM}'`);
    const { rows } = await tx.query<Written>(
      `WITH countries AS MATERIALIZED (
         SELECT c.country, array_agg(c.phone) FILTER (WHERE s.phone IS NULL) AS phones, count(s.phone) AS suppressed,
           count(*) - count(s.phone) AS open
         FROM contacts c LEFT JOIN (
           SELECT DISTINCT s.phone FROM suppressions s WHERE ${suppressionApplies('$6::text')}
         ) s ON s.phone = c.phone
         WHERE c.list_id = $2 GROUP BY c.country
       ), sorted AS MATERIALIZED (
         SELECT country, size, (sum((open + size - 1) / size) OVER (ORDER BY country) - (open + size - 1) / size)::int AS earlier,
           (SELECT array_agg(phone ORDER BY phone) FROM unnest(phones) AS phone) AS phones
         FROM countries LEFT JOIN unnest($4::text[], $5::int[]) AS own (country, most) USING (country)
         CROSS JOIN LATERAL (SELECT coalesce(own.most, $3::int) AS size) sized
       ), written AS (
         INSERT INTO batches (campaign_id, number, country, destinations, text)
         SELECT $1, earlier + slice + 1, country, phones[slice * size + 1 : (slice + 1) * size],
           (SELECT text FROM campaigns WHERE id = $1)
         FROM sorted, generate_series(0, (cardinality(phones) - 1) / size) AS slice
         RETURNING id, country, destinations
       ), messages AS (
         INSERT INTO messages (campaign_id, phone, batch_id)
         SELECT $1, phone, id FROM written, unnest(destinations) AS phone
       )
       SELECT COALESCE((SELECT sum(suppressed) FROM countries), 0)::float8 AS suppressed,
         ARRAY(
           SELECT json_build_object('country', country, 'batches', count(*), 'messages', sum(cardinality(destinations)))
           FROM written GROUP BY country ORDER BY country
         ) AS countries`,
      [
        claim.campaignId,
        claim.listId,
        sizes.elsewhere,
        [...sizes.countries.keys()],
        [...sizes.countries.values()],
        claim.sender,
      ],
    );
    const [written] = rows;
    if (written === undefined) throw new Error('a SELECT without FROM gave no row');
    return written;
  }

  /** The last word: false if the campaign was cancelled or taken over meanwhile, and then nothing may be committed. */
  async finish(tx: Transaction, result: PlanResult): Promise<boolean> {
    const { counts, stop } = result;
    const { count } = await tx.query(
      `UPDATE campaigns SET
         state = COALESCE($13, CASE WHEN scheduled_at IS NULL THEN 'running' ELSE 'scheduled' END), reason = $3::jsonb,
         version = version + 1, plan_lease_until = NULL, planned_at = $4::timestamptz,
         started_at = CASE WHEN $13::text IS NULL AND scheduled_at IS NULL THEN $4::timestamptz END,
         finished_at = CASE WHEN $13 = 'failed' THEN $4::timestamptz END,
         list_rows = $5, list_rejects = $6, list_duplicates = $7, list_contacts = $8,
         suppressed = $9, messages = $10, batches = $11,
         units_planned = CASE WHEN type = 'mms' OR $12 THEN (
           SELECT sum(b.size * coalesce(b.units_per_message, campaigns.units_per_message)) FROM batches b
           WHERE b.campaign_id = campaigns.id AND b.held_back IS NULL) END,
         media_until = CASE WHEN jsonb_array_length(content->'media') > 0 THEN '-infinity'::timestamptz END
       WHERE id = $1 AND plan_fence = $2 AND state = 'planning' RETURNING 1`,
      [
        result.campaignId,
        result.fence,
        stop === undefined ? null : JSON.stringify(stop.reason),
        result.now,
        counts.rows,
        counts.rejects,
        counts.duplicates,
        counts.contacts,
        result.suppressed,
        result.messages,
        result.batches,
        result.isPersonal,
        stop?.state,
      ],
    );
    return count === 1;
  }
}
