import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { Campaign, CampaignContent, CampaignReason } from './campaign';
import { type CampaignState, CAMPAIGN_TRANSITIONS } from './domain/campaign-state';

// float8 holds every count exactly up to 2^53.
const COLUMNS = `id, name, list_id, after_import_id, state, src, powerpack_uuid, type, text, content, log, trackable, message_expiry,
  encoding, units_per_message, scheduled_at, schedule_zone, if_late, if_late_minutes, priority, max_backlog_seconds, deadline_at, error_budget, resend, feed_limit, reason, version,
  list_rows::float8, list_rejects::float8, list_duplicates::float8, list_contacts::float8, suppressed::float8,
  messages::float8, batches, created_at, launched_at, planned_at, started_at, finished_at`;

const CONTENT = [
  'name',
  'text',
  'content',
  'src',
  'powerpack_uuid',
  'type',
  'log',
  'trackable',
  'message_expiry',
  'encoding',
  'units_per_message',
  'scheduled_at',
  'schedule_zone',
  'if_late',
  'if_late_minutes',
  'priority',
  'max_backlog_seconds',
  'deadline_at',
  'error_budget',
  'resend',
  'feed_limit',
] as const satisfies readonly (keyof CampaignContent)[];

export interface NewCampaign {
  readonly listId: number;
  readonly content: CampaignContent;
  readonly state: 'draft' | 'planning';
  readonly afterImportId?: number;
  /** To be launched whatever its forecast says. */
  readonly forecastAccepted?: boolean;
  readonly now: Date;
}

export interface Transition {
  readonly id: number;
  readonly from: readonly CampaignState[];
  readonly to: CampaignState;
  readonly now: Date;
  readonly reason?: CampaignReason;
  readonly judged?: ForecastJudgement;
}

/** What a launch knew of its forecast: planning judges what that could not. */
export interface ForecastJudgement {
  readonly accepted: boolean;
  /** Contacts it was judged on; null = it was not. */
  readonly contacts: number | null;
}

export interface CampaignFilter {
  readonly state?: CampaignState;
  /** Only campaigns with a smaller id. */
  readonly before?: number;
  readonly limit: number;
}

@Injectable()
export class CampaignsRepository {
  constructor(private readonly database: Database) {}

  async insert(campaign: NewCampaign, sql: Sql = this.database): Promise<Campaign> {
    const values = [
      campaign.listId,
      campaign.state,
      campaign.afterImportId ?? null,
      campaign.now,
      campaign.state === 'planning' ? campaign.now : null,
      campaign.forecastAccepted ?? false,
      ...CONTENT.map((column) => campaign.content[column]),
    ];
    const { rows } = await sql.query<Campaign>(
      `WITH inserted AS (
         INSERT INTO campaigns (list_id, state, after_import_id, created_at, launched_at, forecast_accepted,
           ${CONTENT.join(', ')})
         VALUES (${values.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING *
       ), linked AS (
         INSERT INTO campaign_media (campaign_id, media_id) SELECT inserted.id, medium
         FROM inserted, unnest($${values.length + 1}::int[]) AS medium
       )
       SELECT ${COLUMNS} FROM inserted`,
      [...values, mediaOf(campaign.content)],
    );
    const [inserted] = rows;
    if (inserted === undefined) throw new Error('INSERT … RETURNING gave no row');
    return inserted;
  }

  async find(id: number, sql: Sql = this.database): Promise<Campaign | undefined> {
    const { rows } = await sql.query<Campaign>(`SELECT ${COLUMNS} FROM campaigns WHERE id = $1`, [id]);
    return rows[0];
  }

  /** Newest first. */
  async list({ state, before, limit }: CampaignFilter): Promise<Campaign[]> {
    const { rows } = await this.database.query<Campaign>(
      `SELECT ${COLUMNS} FROM campaigns
       WHERE ($1::text IS NULL OR state = $1) AND ($2::int IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [state ?? null, before ?? null, limit],
    );
    return rows;
  }

  /** @returns undefined when the campaign is no draft of this version any more */
  async updateDraft(id: number, version: number, change: Pick<NewCampaign, 'listId' | 'content'>) {
    const sets = CONTENT.map((column, index) => `${column} = $${index + 4}`).join(', ');
    const values = [id, version, change.listId, ...CONTENT.map((column) => change.content[column])];
    const { rows } = await this.database.query<Campaign>(
      `WITH updated AS (
         UPDATE campaigns SET version = version + 1, list_id = $3, ${sets}
         WHERE id = $1 AND version = $2 AND state = 'draft' RETURNING *
       ), unlinked AS (
         DELETE FROM campaign_media m USING updated WHERE m.campaign_id = updated.id AND m.media_id <> ALL($${values.length + 1}::int[])
       ), linked AS (
         INSERT INTO campaign_media (campaign_id, media_id) SELECT updated.id, medium
         FROM updated, unnest($${values.length + 1}::int[]) AS medium ON CONFLICT DO NOTHING
       )
       SELECT ${COLUMNS} FROM updated`,
      [...values, mediaOf(change.content)],
    );
    return rows[0];
  }

  async deleteDraft(id: number): Promise<boolean> {
    const { count } = await this.database.query(`DELETE FROM campaigns WHERE id = $1 AND state = 'draft' RETURNING 1`, [
      id,
    ]);
    return count === 1;
  }

  /** @returns undefined when the campaign is in none of the states of `from` */
  async transition(transition: Transition, sql: Sql = this.database): Promise<Campaign | undefined> {
    const { id, from, to, now, reason, judged } = transition;
    const wrong = from.filter((state) => !CAMPAIGN_TRANSITIONS[state].includes(to));
    if (wrong.length > 0) throw new Error(`There is no arrow from ${wrong.join(', ')} to ${to}`);
    const { rows } = await sql.query<Campaign>(
      `UPDATE campaigns SET state = $2, version = version + 1, reason = $4, plan_lease_until = NULL,
         launched_at = CASE WHEN $2 = 'planning' THEN $5::timestamptz ELSE launched_at END,
         started_at = CASE WHEN $2 = 'running' THEN COALESCE(started_at, $5::timestamptz) ELSE started_at END,
         finished_at = CASE WHEN $2 IN ('completed', 'cancelled', 'failed') THEN $5::timestamptz END,
         forecast_accepted = COALESCE($6, forecast_accepted), forecast_contacts = COALESCE($7, forecast_contacts)
       WHERE id = $1 AND state = ANY($3) RETURNING ${COLUMNS}`,
      [id, to, from, reason === undefined ? null : JSON.stringify(reason), now, judged?.accepted, judged?.contacts],
    );
    return rows[0];
  }
}

/** Of the library: these cannot be deleted before the campaign has ended. */
export function mediaOf({ content }: Pick<CampaignContent, 'content'>): number[] {
  return (content?.media ?? []).filter((each) => typeof each === 'number');
}
