import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { CampaignReason } from './campaign';
import { breaches, type BudgetCounts, canaryIsOver, type ErrorBudget } from './domain/error-budget';

interface Watched {
  readonly id: number;
  readonly budget: ErrorBudget | null;
  readonly base: BudgetCounts | null;
  readonly feed_limit: number | null;
  readonly messages: number;
  readonly settled: number;
  readonly started_at: Date;
  readonly counts: BudgetCounts;
}

/*
 * 900, 910, 450 and 451 are the account's failures, and hold it; they say nothing of the campaign. A message that was sent again counts
 * as what it is now.
 */
const WATCHED = `
SELECT c.id, c.error_budget AS budget, c.budget_base AS base, c.feed_limit,
       (c.messages - b.held_back)::float8 AS messages, c.started_at,
       r.settled - b.held_back AS settled, r.counts || jsonb_build_object('accepted_batches', b.accepted, 'refused_batches', b.refused) AS counts
FROM campaigns c
CROSS JOIN LATERAL (
  SELECT coalesce(sum(messages) FILTER (WHERE state NOT IN ('planned', 'unknown', 'accepted', 'queued', 'sent')), 0)::float8 AS settled,
         jsonb_build_object(
           'judged', coalesce(sum(messages) FILTER (WHERE state >= 'sent'), 0),
           'failed', coalesce(sum(messages) FILTER (WHERE state IN ('failed', 'undelivered', 'expired')
                                                      AND error_code NOT IN (900, 910, 450, 451)), 0),
           'spam', coalesce(sum(messages) FILTER (WHERE error_code = 30), 0),
           'opt_outs', coalesce(sum(messages) FILTER (WHERE error_code = 200), 0)) AS counts
  FROM message_rollups WHERE campaign_id = c.id
) r
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state = 'accepted') AS accepted, count(*) FILTER (WHERE state = 'refused' AND held_back IS NULL) AS refused,
         coalesce(sum(size) FILTER (WHERE held_back IS NOT NULL), 0)::float8 AS held_back
  FROM batches WHERE campaign_id = c.id
) b
WHERE c.state = 'running' AND (c.error_budget IS NOT NULL OR c.feed_limit IS NOT NULL)`;

/** Pauses a campaign of which too much goes wrong, and lets the others of one go once its first messages have fared well. */
@Injectable()
export class ErrorBudgetService {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe to run in any number of workers at once. */
  async tick(): Promise<void> {
    const { rows } = await this.database.query<Watched>(WATCHED);
    for (const campaign of rows) await this.judge(campaign);
  }

  private async judge(campaign: Watched): Promise<void> {
    const { budget, base, counts, feed_limit: feedLimit, messages, settled } = campaign;
    const sinceStartMs = this.clock.now().getTime() - campaign.started_at.getTime();
    if (budget === null) return this.letAllGo(campaign, 'it has no error budget any more');
    if (feedLimit !== null) {
      if (!canaryIsOver(budget, { feedLimit, messages, settled, sinceStartMs })) return;
      // Few as they are, they are what there is to judge by.
      const broken = breaches(budget, counts, base, 1);
      if (broken.length > 0) return this.pause(campaign, 'canary_failed', broken);
      return this.letAllGo(campaign, `${settled} of the first ${feedLimit} messages are settled`);
    }
    const broken = breaches(budget, counts, base);
    if (broken.length > 0) await this.pause(campaign, 'error_budget', broken);
  }

  private async letAllGo({ id, feed_limit: feedLimit }: Watched, because: string): Promise<void> {
    const { count } = await this.database.query(
      `UPDATE campaigns SET feed_limit = NULL, version = version + 1
       WHERE id = $1 AND state = 'running' AND feed_limit = $2 RETURNING 1`,
      [id, feedLimit],
    );
    if (count === 1) this.logger.info({ event: 'campaign.canary_passed', campaign_id: id, because }, 'the rest goes');
  }

  /** Resumed by hand it goes on whole, and its budget counts from here. */
  private async pause({ id, counts, base }: Watched, code: string, broken: readonly string[]): Promise<void> {
    const reason: CampaignReason = { code, message: `Paused by its error budget: ${broken.join('; ')}.` };
    const { count } = await this.database.query(
      `UPDATE campaigns SET state = 'paused', reason = $2, budget_base = $3, feed_limit = NULL, version = version + 1
       WHERE id = $1 AND state = 'running' AND budget_base IS NOT DISTINCT FROM $4::jsonb RETURNING 1`,
      [id, reason, counts, base],
    );
    if (count === 1)
      this.logger.error({ event: 'campaign.budget_broken', campaign_id: id, ...reason }, 'ALARM: paused');
  }
}
