import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { SenderState, SenderType } from '../domain/check/sender-fact';
import type { KnownSender, SenderContent } from './known-sender';

const COLUMNS = 'sender, type, country, sms, mms, whatsapp, state, note, source, version, created_at, updated_at';

export interface SenderFilter {
  readonly type?: SenderType;
  readonly state?: SenderState;
  /** Only those after it in the order of their keys. */
  readonly after?: string;
  readonly limit: number;
}

/** What the provider shows of a sender. */
export interface ShownSender {
  readonly sender: string;
  readonly type: SenderType;
  readonly country: string | null;
  readonly mms: boolean;
}

@Injectable()
export class SendersRepository {
  constructor(private readonly database: Database) {}

  async find(sender: string): Promise<KnownSender | undefined> {
    const { rows } = await this.database.query<KnownSender>(`SELECT ${COLUMNS} FROM senders WHERE sender = $1`, [
      sender,
    ]);
    return rows[0];
  }

  async list({ type, state, after, limit }: SenderFilter): Promise<KnownSender[]> {
    const { rows } = await this.database.query<KnownSender>(
      `SELECT ${COLUMNS} FROM senders
       WHERE ($1::text IS NULL OR type = $1) AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR sender > $3)
       ORDER BY sender LIMIT $4`,
      [type ?? null, state ?? null, after ?? null, limit],
    );
    return rows;
  }

  /** @returns undefined when an operator registered it before; one that only the provider showed becomes the operator's */
  async register(content: SenderContent, now: Date): Promise<KnownSender | undefined> {
    const { sender, type, country, sms, mms, whatsapp, note } = content;
    const { rows } = await this.database.query<KnownSender>(
      `INSERT INTO senders AS s (sender, type, country, sms, mms, whatsapp, state, note, source, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, 'operator', $8, $8)
       ON CONFLICT (sender) DO UPDATE SET type = excluded.type, country = excluded.country, sms = excluded.sms, mms = excluded.mms,
         whatsapp = excluded.whatsapp, state = 'active', note = excluded.note, source = 'operator', version = s.version + 1,
         updated_at = excluded.updated_at
       WHERE s.source = 'provider' AND s.type <> 'powerpack' RETURNING ${COLUMNS}`,
      [sender, type, country, sms, mms, whatsapp, note, now],
    );
    return rows[0];
  }

  /** @returns undefined when it has not this version any more */
  async update(
    content: SenderContent,
    state: SenderState,
    version: number,
    now: Date,
  ): Promise<KnownSender | undefined> {
    const { rows } = await this.database.query<KnownSender>(
      `UPDATE senders SET country = $3, sms = $4, mms = $5, whatsapp = $6, state = $7, note = $8, source = 'operator',
         version = version + 1, updated_at = $9
       WHERE sender = $1 AND version = $2 RETURNING ${COLUMNS}`,
      [content.sender, version, content.country, content.sms, content.mms, content.whatsapp, state, content.note, now],
    );
    return rows[0];
  }

  async delete(sender: string, version: number): Promise<boolean> {
    const { count } = await this.database.query('DELETE FROM senders WHERE sender = $1 AND version = $2 RETURNING 1', [
      sender,
      version,
    ]);
    return count === 1;
  }

  /** Powerpacks it is in the pool of. */
  async poolsOf(sender: string): Promise<string[]> {
    const { rows } = await this.database.query<{ powerpack: string }>(
      'SELECT powerpack FROM pool_members WHERE sender = $1 ORDER BY powerpack',
      [sender],
    );
    return rows.map(({ powerpack }) => powerpack);
  }

  /** What the provider shows. A sender that an operator spoke of stays as they said; one that was gone is back. */
  async adopt(shown: readonly ShownSender[], now: Date, sql: Sql = this.database): Promise<void> {
    await sql.query(
      `INSERT INTO senders AS s (sender, type, country, sms, mms, whatsapp, state, source, created_at, updated_at)
       SELECT sender, type, country, true, mms, false, 'active', 'provider', $5, $5
       FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) AS shown (sender, type, country, mms) ORDER BY sender
       ON CONFLICT (sender) DO UPDATE SET mms = s.mms OR excluded.mms, country = coalesce(excluded.country, s.country), state = 'active',
         version = s.version + 1, updated_at = excluded.updated_at
       WHERE s.source = 'provider'
         AND (s.mms OR excluded.mms, coalesce(excluded.country, s.country), 'active') IS DISTINCT FROM (s.mms, s.country, s.state)`,
      [
        shown.map(({ sender }) => sender),
        shown.map(({ type }) => type),
        shown.map(({ country }) => country),
        shown.map(({ mms }) => mms),
        now,
      ],
    );
  }

  /** One that was given up is nobody's to send from. */
  async unrented(sender: string, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE senders SET state = 'gone', version = version + 1, updated_at = $2 WHERE sender = $1 AND state <> 'gone'`,
      [sender, now],
    );
  }

  /** Numbers that registrations speak of, so that nobody need register them a second time. */
  async adoptLinked(now: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO senders (sender, type, country, sms, mms, whatsapp, state, source, created_at, updated_at)
       SELECT DISTINCT l.number::text, 'number', 'US', true, false, false, 'active', 'provider', $1::timestamptz, $1::timestamptz
       FROM number_links l WHERE NOT (l.direction = 'unlink' AND l.state = 'success') AND l.state <> 'draft'
       ON CONFLICT (sender) DO NOTHING`,
      [now],
    );
  }
}
