import { suppressionApplies } from '@herald/consent';
import { Database, type Sql } from '@herald/database';
import type { MessageChannel } from '@herald/lanes';
import { Injectable } from '@nestjs/common';

export interface Audience {
  readonly contacts: number;
  readonly suppressed: number;
  readonly importOpen: boolean;
  readonly countries: readonly AudienceCountry[];
}

export interface AudienceCountry {
  readonly country: string;
  readonly messages: number;
  /** Where it is known already: requests, and units a message. */
  readonly requests?: number;
  readonly unitsPerMessage?: number;
}

export interface UnitsBySender {
  readonly sender: string;
  readonly country: string;
  readonly channel: MessageChannel;
  readonly units: number;
}

interface CountryRow {
  readonly country: string;
  readonly contacts: number;
  readonly suppressed: number;
}

@Injectable()
export class ForecastRepository {
  constructor(private readonly database: Database) {}

  /** Who a draft would be sent to now: counted, nothing is written. */
  async audience(listId: number, sender: string): Promise<Audience> {
    const [{ rows }, open] = await Promise.all([
      this.database.query<CountryRow>(
        `SELECT c.country, count(*)::float8 AS contacts, count(s.phone)::float8 AS suppressed
         FROM contacts c LEFT JOIN (
           SELECT DISTINCT s.phone FROM suppressions s WHERE ${suppressionApplies('$2::text')}
         ) s ON s.phone = c.phone
         WHERE c.list_id = $1 GROUP BY c.country ORDER BY c.country`,
        [listId, sender],
      ),
      this.database.query(`SELECT 1 FROM imports WHERE list_id = $1 AND state IN ('queued', 'running') LIMIT 1`, [
        listId,
      ]),
    ]);
    const countries = rows.map(({ country, contacts, suppressed }) => ({ country, messages: contacts - suppressed }));
    return {
      contacts: rows.reduce((sum, row) => sum + row.contacts, 0),
      suppressed: rows.reduce((sum, row) => sum + row.suppressed, 0),
      importOpen: open.count > 0,
      countries: countries.filter(({ messages }) => messages > 0),
    };
  }

  /** What a planned campaign has left to send. */
  async left(campaignId: number, sql: Sql = this.database): Promise<Audience> {
    const { rows } = await sql.query<AudienceCountry>(
      `SELECT b.country, sum(b.size - b.settled)::float8 AS messages, count(*)::int AS requests,
              (sum((b.size - b.settled) * coalesce(b.units_per_message, c.units_per_message))::float8
                / greatest(sum(b.size - b.settled), 1)) AS "unitsPerMessage"
       FROM batches b JOIN campaigns c ON c.id = b.campaign_id
       WHERE b.campaign_id = $1 AND b.state IN ('planned', 'fed', 'sending') GROUP BY b.country ORDER BY b.country`,
      [campaignId],
    );
    const messages = rows.reduce((sum, row) => sum + row.messages, 0);
    return { contacts: messages, suppressed: 0, importOpen: false, countries: rows };
  }

  /** What other running campaigns of at least this priority still have to send. */
  async ahead(campaignId: number, priority: number, sql: Sql = this.database): Promise<UnitsBySender[]> {
    const { rows } = await sql.query<UnitsBySender>(
      `SELECT coalesce(c.src, c.powerpack_uuid) AS sender, b.country, coalesce(b.channel, c.type) AS channel,
              sum((b.size - b.settled) * coalesce(b.units_per_message, c.units_per_message))::float8 AS units
       FROM campaigns c JOIN batches b ON b.campaign_id = c.id AND b.state IN ('planned', 'fed', 'sending')
       WHERE c.state = 'running' AND c.id <> $1 AND c.priority >= $2 GROUP BY 1, 2, 3`,
      [campaignId, priority],
    );
    return rows;
  }
}
