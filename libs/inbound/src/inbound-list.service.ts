import { Database } from '@herald/database';
import { AppError } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import type { InboundMeaning } from './domain/inbound-message';
import type { InboundFilter, InboundPage, InboundView, ReplyPage } from './inbound-page';

type Row = Omit<InboundView, 'received_at'> & { readonly received_at: Date };

const COLUMNS = `i.id, i.message_uuid, i.from_number AS "from", i.to_number AS "to", i.type, i.text, i.media, i.intent, i.meaning,
  i.powerpack_uuid, i.units, i.details, i.campaign_id, i.batch_id, i.received_at, i.repeats,
  CASE WHEN a.inbound_id IS NOT NULL
       THEN jsonb_build_object('kind', a.kind, 'text', a.text, 'state', a.state, 'error', a.error) END AS answer`;
const FROM = 'FROM inbound_messages i LEFT JOIN inbound_answers a ON a.inbound_id = i.id';

const CONDITIONS: Readonly<Record<keyof InboundFilter, string>> = {
  from: 'i.from_number =',
  to: 'i.to_number =',
  type: 'i.type =',
  meaning: 'i.meaning =',
  campaign_id: 'i.campaign_id =',
  since: 'i.received_at >=',
  until: 'i.received_at <',
};

const NO_REPLIES: Readonly<Record<InboundMeaning, number>> = { opted_out: 0, opted_in: 0, help: 0, review: 0, none: 0 };

/** What people sent, newest first. */
@Injectable()
export class InboundListService {
  constructor(private readonly database: Database) {}

  /** @param cursor `next_cursor` of the page before */
  async page(filter: InboundFilter, limit: number, cursor?: string): Promise<InboundPage> {
    // Only the conditions that are asked for, so that each has the plan it deserves.
    const given = Object.entries(filter) as [keyof InboundFilter, unknown][];
    const conditions = given.map(([name], at) => `${CONDITIONS[name]} $${at + 2}`);
    const parameters: unknown[] = [limit + 1, ...given.map(([, value]) => value)];
    if (cursor !== undefined) {
      conditions.push(`i.id < $${parameters.length + 1}`);
      parameters.push(cursor);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const { rows } = await this.database.query<Row>(
      `SELECT ${COLUMNS} ${FROM} ${where} ORDER BY i.id DESC LIMIT $1`,
      parameters,
    );
    const objects = rows.slice(0, limit).map(viewOf);
    return { objects, next_cursor: rows.length > limit ? (objects.at(-1)?.id ?? null) : null };
  }

  /** @throws AppError not_found `inbound_not_found` */
  async get(id: number): Promise<InboundView> {
    const { rows } = await this.database.query<Row>(`SELECT ${COLUMNS} ${FROM} WHERE i.id = $1`, [id]);
    const [row] = rows;
    if (row === undefined) {
      throw new AppError('not_found', 'inbound_not_found', `There is no inbound message with the id ${id}.`);
    }
    return viewOf(row);
  }

  /** @throws AppError not_found `campaign_not_found` */
  async replies(
    campaignId: number,
    filter: Omit<InboundFilter, 'campaign_id'>,
    limit: number,
    cursor?: string,
  ): Promise<ReplyPage> {
    const { rows } = await this.database.query<{ meanings: Partial<Record<InboundMeaning, number>> | null }>(
      `SELECT (SELECT jsonb_object_agg(meaning, replies) FROM reply_rollups WHERE campaign_id = c.id) AS meanings
       FROM campaigns c WHERE c.id = $1`,
      [campaignId],
    );
    const [found] = rows;
    if (found === undefined) {
      throw new AppError('not_found', 'campaign_not_found', `There is no campaign with the id ${campaignId}.`);
    }
    const meanings = { ...NO_REPLIES, ...found.meanings };
    const page = await this.page({ ...filter, campaign_id: campaignId }, limit, cursor);
    return { replies: Object.values(meanings).reduce((sum, one) => sum + one, 0), meanings, ...page };
  }
}

function viewOf(row: Row): InboundView {
  return { ...row, received_at: row.received_at.toISOString() };
}
