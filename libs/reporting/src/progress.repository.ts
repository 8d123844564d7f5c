import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { Progress } from './progress';

const PROGRESS = `
SELECT c.id AS campaign_id, c.state, c.reason, c.messages::float8 AS messages,
  (SELECT coalesce(json_object_agg(state, messages), '{}') FROM (
    SELECT state, sum(messages) AS messages FROM message_rollups WHERE campaign_id = c.id
    GROUP BY state HAVING sum(messages) <> 0 ORDER BY state) s) AS states,
  (SELECT coalesce(json_object_agg(outcome, requests), '{}') FROM (
    SELECT outcome, sum(requests) AS requests FROM request_minutes WHERE campaign_id = c.id
    GROUP BY outcome ORDER BY outcome) r) AS requests
FROM campaigns c WHERE c.id = $1`;

type Counters = Omit<Progress, 'settled' | 'holds'>;

@Injectable()
export class ProgressRepository {
  constructor(private readonly database: Database) {}

  /** One consistent reading of the counters; undefined where there is no campaign. */
  async read(campaignId: number): Promise<Counters | undefined> {
    const { rows } = await this.database.query<Counters>(PROGRESS, [campaignId]);
    return rows[0];
  }
}
