import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { QueueProducer } from '@herald/queue';
import { Inject, Injectable } from '@nestjs/common';
import type { CampaignReason } from './campaign';
import { CampaignLifecycle } from './campaign-lifecycle';
import { CampaignsRepository } from './campaigns.repository';
import { dueAt, type IfLate, minutesLate } from './domain/late-policy';
import { PlanRepository } from './plan.repository';

interface DueCampaign {
  readonly id: number;
  readonly scheduled_at: Date;
  readonly if_late: IfLate;
  readonly if_late_minutes: number;
}

interface LateCampaign {
  readonly id: number;
  readonly deadline_at: Date;
}

/** Moves campaigns on when their time has come. Safe with any number of processes: each move is guarded by the state. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignsRepository,
    private readonly lifecycle: CampaignLifecycle,
    private readonly plans: PlanRepository,
    private readonly queue: QueueProducer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async tick(): Promise<void> {
    const now = this.clock.now();
    for (const campaign of await this.late(now)) await this.end(campaign);
    for (const campaign of await this.due(now)) await this.start(campaign, now);
    // What waits for a planner is asked for anew: its job may have been lost with Redis, or its import has just ended. Comes
    // last, since it waits while Redis is away.
    for (const campaignId of await this.plans.ready()) await this.queue.plan({ campaignId });
  }

  private async due(now: Date): Promise<DueCampaign[]> {
    const { rows } = await this.database.query<DueCampaign>(
      `SELECT id, scheduled_at, if_late, if_late_minutes FROM campaigns
       WHERE state = 'scheduled' AND scheduled_at <= $1 ORDER BY scheduled_at, id`,
      [now],
    );
    return rows;
  }

  /** Past their deadline, with something left to send. What the provider has, it sends; a request under way is waited for. */
  private async late(now: Date): Promise<LateCampaign[]> {
    const { rows } = await this.database.query<LateCampaign>(
      `SELECT id, deadline_at FROM campaigns c
       WHERE deadline_at <= $1 AND (state IN ('planning', 'scheduled') OR state IN ('running', 'paused')
         AND EXISTS (SELECT 1 FROM batches b WHERE b.campaign_id = c.id AND b.state IN ('planned', 'fed'))) ORDER BY id`,
      [now],
    );
    return rows;
  }

  private async end({ id, deadline_at: deadline }: LateCampaign): Promise<void> {
    const message = `Its deadline, ${deadline.toISOString()}, passed before all of it was sent; what was left is cancelled.`;
    if (!(await this.lifecycle.cancelLate(id, { code: 'deadline', message }))) return;
    this.logger.warn(
      { event: 'campaign.deadline', campaign_id: id },
      'a campaign met its deadline: the rest is cancelled',
    );
  }

  private async start(campaign: DueCampaign, now: Date): Promise<void> {
    const { id, scheduled_at: scheduledAt } = campaign;
    const schedule = { scheduledAt, ifLate: campaign.if_late, ifLateMinutes: campaign.if_late_minutes };
    const action = dueAt(schedule, now);
    if (action === 'wait') return;
    const from = ['scheduled'] as const;
    const late = lateReason(campaign, now);
    if (action === 'run') await this.campaigns.transition({ id, from, to: 'running', now });
    if (action === 'ask') await this.campaigns.transition({ id, from, to: 'paused', now, reason: late });
    if (action === 'skip') await this.lifecycle.cancelScheduled(id, late);
    this.logger.info({ event: 'campaign.due', campaign_id: id, action, late_minutes: minutesLate(scheduledAt, now) });
  }
}

function lateReason({ scheduled_at, if_late_minutes }: DueCampaign, now: Date): CampaignReason {
  const late = minutesLate(scheduled_at, now);
  const message = `It was due at ${scheduled_at.toISOString()} and came up ${late} minutes late; ${if_late_minutes} are allowed.`;
  return { code: 'late_schedule', message };
}
