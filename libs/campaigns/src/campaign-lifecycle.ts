import { Database, type Sql } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { transitionBatches } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import { QueueProducer } from '@herald/queue';
import { Inject, Injectable } from '@nestjs/common';
import type { Campaign, CampaignReason } from './campaign';
import { campaignNotFound } from './campaign.service';
import { CampaignsRepository, type Transition } from './campaigns.repository';
import { pastFault } from './check-campaign';
import { CAMPAIGN_ACTIONS, type CampaignAction, campaignStateConflict } from './domain/campaign-state';
import { faultsError } from './fault';
import { FORECAST_REFUSED, ForecastService } from './forecast.service';
import { SenderReadiness } from './sender-readiness';
import { assertColumns } from './unknown-columns';

/** What became of the messages of a campaign that was cancelled. */
export interface Cancelled {
  readonly campaign: Campaign;
  /** Will not be sent. */
  readonly messages_cancelled: number;
  /** Already handed to the provider, which cannot take them back (settled ones included). */
  readonly messages_sent: number;
  /** In a request that is under way or whose outcome is not known: they may or may not have gone out. */
  readonly messages_in_flight: number;
}

const ON_REQUEST: CampaignReason = { code: 'requested', message: 'An operator or a client asked for it.' };

/**
 * The ways of a campaign after it was written. Each is one guarded UPDATE: of two callers at once, one wins and the other is
 * told the state it finds.
 */
@Injectable()
export class CampaignLifecycle {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignsRepository,
    private readonly forecasts: ForecastService,
    private readonly readiness: SenderReadiness,
    private readonly queue: QueueProducer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Hands a draft over to the planner; it runs when planned, or at its time.
   *
   * @param acceptForecast launch even what cannot be done in time
   * @throws AppError conflict `campaign_state`, `sender_not_ready`, `forecast_refused`; invalid `schedule_in_past`, `parameter_unknown`
   */
  async launch(id: number, { acceptForecast = false } = {}): Promise<Campaign> {
    const now = this.clock.now();
    const contacts = await this.assertPossible(id, acceptForecast);
    const judged = { accepted: acceptForecast, contacts };
    const launched = await this.database.transaction(async (tx) => {
      const campaign = await this.act('launch', { id, to: 'planning', now, judged }, tx);
      const fault = campaign.scheduled_at === null ? undefined : pastFault(campaign.scheduled_at, now);
      if (fault !== undefined) throw faultsError([fault]);
      return campaign;
    });
    // The answer does not wait for Redis: a campaign that is not announced is found by the schedule tick.
    this.queue.plan({ campaignId: id }).catch((error: unknown) => {
      this.logger.warn({ event: 'plan.not_announced', campaign_id: id, err: error }, 'planning waits for the tick');
    });
    return launched;
  }

  /**
   * No batch is claimed from here on; what the provider has it sends.
   *
   * @throws AppError conflict `campaign_state`
   */
  async pause(id: number, reason: CampaignReason = ON_REQUEST): Promise<Campaign> {
    return this.act('pause', { id, to: 'paused', now: this.clock.now(), reason });
  }

  /**
   * One that was paused before its time waits for it. One that was paused for its forecast is judged again: its lanes may be faster.
   *
   * @param acceptForecast go on even with what cannot be done in time
   * @throws AppError conflict `campaign_state`, `forecast_refused`
   */
  async resume(id: number, { acceptForecast = false } = {}): Promise<Campaign> {
    const now = this.clock.now();
    const campaign = await this.campaigns.find(id);
    if (campaign === undefined) throw campaignNotFound(id);
    // Said here: one that is paused by its planner only after this look has not been judged.
    if (campaign.state !== 'paused') throw campaignStateConflict('resume', campaign.state);
    if (campaign.reason?.code === FORECAST_REFUSED && !acceptForecast) await this.forecasts.assertFeasible(campaign);
    const { scheduled_at: due, started_at: startedAt } = campaign;
    const isToCome = startedAt === null && due !== null && due > now;
    return this.act('resume', { id, to: isToCome ? 'scheduled' : 'running', now });
  }

  /** Cancels every batch that is not being sent this moment. @throws AppError conflict `campaign_state` */
  async cancel(id: number, reason: CampaignReason = ON_REQUEST): Promise<Cancelled> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const campaign = await this.act('cancel', { id, to: 'cancelled', now, reason }, tx);
      return { campaign, ...(await cancelBatches(tx, id, now)) };
    });
  }

  /** For a deadline that has passed with something left to send. @returns false if there is nothing, or it has ended */
  async cancelLate(id: number, reason: CampaignReason): Promise<boolean> {
    const now = this.clock.now();
    const from = CAMPAIGN_ACTIONS.cancel;
    return this.database.transaction(async (tx) => {
      const cancelled = await this.campaigns.transition({ id, from, to: 'cancelled', now, reason }, tx);
      if (cancelled !== undefined) await cancelBatches(tx, id, now);
      return cancelled !== undefined;
    });
  }

  /** For a schedule that was missed. @returns false if the campaign is not waiting for its time any more */
  async cancelScheduled(id: number, reason: CampaignReason): Promise<boolean> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const cancelled = await this.campaigns.transition({ id, from: ['scheduled'], to: 'cancelled', now, reason }, tx);
      if (cancelled !== undefined) await cancelBatches(tx, id, now);
      return cancelled !== undefined;
    });
  }

  /** What no draft is, is refused for that. @returns as `ForecastService.assertFeasible` */
  private async assertPossible(id: number, acceptForecast: boolean): Promise<number | null> {
    const campaign = await this.campaigns.find(id);
    if (campaign?.state !== 'draft') return null;
    await assertColumns(this.database, campaign);
    await this.readiness.assertReady(campaign);
    return acceptForecast ? null : this.forecasts.assertFeasible(campaign);
  }

  private async act(
    action: CampaignAction,
    transition: Omit<Transition, 'from'>,
    sql: Sql = this.database,
  ): Promise<Campaign> {
    const moved = await this.campaigns.transition({ ...transition, from: CAMPAIGN_ACTIONS[action] }, sql);
    if (moved !== undefined) return moved;
    const found = await this.campaigns.find(transition.id, sql);
    throw found === undefined ? campaignNotFound(transition.id) : campaignStateConflict(action, found.state);
  }
}

/** A batch that was fed is taken back too: its claim rechecks the state and finds nothing. */
async function cancelBatches(tx: Sql, campaignId: number, now: Date): Promise<Omit<Cancelled, 'campaign'>> {
  const moved = await transitionBatches(tx, {
    campaignId,
    from: ['planned', 'fed'],
    to: 'cancelled',
    set: { finishedAt: now },
  });
  const { rows } = await tx.query<{ messages_sent: number; messages_in_flight: number }>(
    `SELECT COALESCE(sum(cardinality(destinations)) FILTER (WHERE state = 'accepted'), 0)::float8 AS messages_sent,
            COALESCE(sum(cardinality(destinations)) FILTER (WHERE state IN ('sending', 'unknown')), 0)::float8
              AS messages_in_flight
     FROM batches WHERE campaign_id = $1`,
    [campaignId],
  );
  const counts = rows[0] ?? { messages_sent: 0, messages_in_flight: 0 };
  return { messages_cancelled: moved.reduce((sum, batch) => sum + batch.open, 0), ...counts };
}
