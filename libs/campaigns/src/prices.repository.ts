import { Database, type Sql } from '@herald/database';
import type { MessageType } from '@herald/provider';
import { Injectable } from '@nestjs/common';

/** What one unit of a channel to a country costs. */
export interface Price {
  readonly country: string;
  readonly channel: MessageType;
  /** Decimal, five digits after the point. */
  readonly amount: string;
  readonly currency: string;
  /** Who says so. */
  readonly source: string;
  readonly updated_at: Date;
}

@Injectable()
export class PricesRepository {
  constructor(private readonly database: Database) {}

  async all(sql: Sql = this.database): Promise<Price[]> {
    const { rows } = await sql.query<Price>(
      "SELECT * FROM prices ORDER BY country, array_position('{sms,mms,whatsapp}', channel)",
    );
    return rows;
  }

  async put(price: Price): Promise<Price> {
    const { rows } = await this.database.query<Price>(
      `INSERT INTO prices (country, channel, amount, currency, source, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (country, channel) DO UPDATE SET amount = excluded.amount, currency = excluded.currency, source = excluded.source,
         updated_at = excluded.updated_at
       RETURNING *`,
      [price.country, price.channel, price.amount, price.currency, price.source, price.updated_at],
    );
    const [put] = rows;
    if (put === undefined) throw new Error('INSERT … RETURNING gave no row');
    return put;
  }

  async delete(country: string, channel: MessageType): Promise<boolean> {
    const { count } = await this.database.query('DELETE FROM prices WHERE country = $1 AND channel = $2 RETURNING 1', [
      country,
      channel,
    ]);
    return count === 1;
  }
}
