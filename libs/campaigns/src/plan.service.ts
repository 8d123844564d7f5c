import { MessageRenderer } from '@herald/content';
import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock, Periodic } from '@herald/kernel';
import { applyRollups, type RollupDelta } from '@herald/ledger';
import { type LaneBook, Lanes } from '@herald/lanes';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { batchSizes, typicalForm } from './batch-sizes';
import type { Campaign, CampaignReason } from './campaign';
import { BACKLOG_SECONDS } from './campaigns-options';
import { splitForCanary } from './canary';
import { CampaignsRepository } from './campaigns.repository';
import { ForecastService } from './forecast.service';
import { type PlanClaim, type PlannedCountry, PlanRepository, type Written } from './plan.repository';
import { applyRoutes } from './plan-routes';
import { writePersonal } from './plan-personal';
import { SenderReadiness } from './sender-readiness';

/**
 * `planned`: messages and batches are there. `paused`: they are, and cannot be sent in time, so that a person decides. `failed`: there is
 * nobody to send to, or nothing to send it from. `idle`: not planned by this call, because its import is still open, somebody else has it,
 * it was cancelled, or it is done.
 */
export type PlanOutcome = 'planned' | 'paused' | 'failed' | 'idle';

const RENEW_EVERY_MS = 10_000;

/** Makes the messages and batches of a campaign, once, in one transaction. */
@Injectable()
export class PlanService {
  constructor(
    private readonly database: Database,
    private readonly plans: PlanRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly lanes: Lanes,
    private readonly readiness: SenderReadiness,
    private readonly forecasts: ForecastService,
    @Inject(BACKLOG_SECONDS) private readonly backlogS: number,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Any number of callers at once plan a campaign once: a lease keeps them apart, the fence decides when it fails to. */
  async plan(campaignId: number): Promise<PlanOutcome> {
    const failure = await this.plans.failedImport(campaignId);
    if (failure !== undefined) return this.fail(campaignId, failure);
    const claim = await this.plans.claim(campaignId);
    if (claim === undefined) return 'idle';
    const renewal = new Periodic({
      everyMs: RENEW_EVERY_MS,
      tick: () => this.plans.renew(claim),
      onError: (error) => {
        this.logger.warn({ event: 'plan.renew_failed', campaign_id: campaignId, err: error }, 'lease not renewed');
      },
    });
    renewal.start();
    try {
      return await this.write(claim);
    } finally {
      await renewal.stop();
    }
  }

  private async write(claim: PlanClaim): Promise<PlanOutcome> {
    const began = performance.now();
    const campaign = await this.campaigns.find(claim.campaignId);
    if (campaign === undefined) return 'idle';
    const unready = await this.readiness.failureOf(campaign);
    if (unready !== undefined) return this.fail(claim.campaignId, unready);
    const book = await this.lanes.bookNow();
    const planned = await this.database
      .transaction((tx) => this.planIn(tx, { claim, campaign, book }))
      .catch(async (error: unknown) => {
        // After any other error the lease stays: it is the pause before the next try.
        if (!(error instanceof PlanOvertaken)) throw error;
        await this.plans.release(claim);
        return undefined;
      });
    if (planned === undefined) return 'idle';
    const figures = { ...planned, ms: Math.round(performance.now() - began) };
    this.logger.info({ event: 'campaign.planned', campaign_id: claim.campaignId, ...figures }, 'planned a campaign');
    return planned.outcome;
  }

  private async planIn(
    tx: Transaction,
    { claim, campaign, book }: { claim: PlanClaim; campaign: Campaign; book: LaneBook },
  ): Promise<{ messages: number; batches: number; outcome: PlanOutcome }> {
    const counts = await this.plans.lockList(tx, claim.listId);
    if (counts === undefined) throw new PlanOvertaken();
    const renderer = new MessageRenderer(claim.message);
    const isPersonal = renderer.parameters.length > 0;
    const { countries, suppressed } = isPersonal
      ? await writePersonal(tx, { claim, renderer, book, backlogS: this.backlogS, counts, now: this.clock.now() })
      : await this.writeAlike(tx, claim, renderer, book);
    const messages = countries.reduce((sum, country) => sum + country.messages, 0);
    const planned = countries.reduce((sum, country) => sum + country.batches, 0);
    await applyRollups(tx, { cells: countries.map((country) => plannedCell(claim.campaignId, country)) });
    const { campaignId, fence } = claim;
    const batches = planned + (await splitForCanary(tx, campaignId));
    const result = { campaignId, fence, counts, suppressed, messages, batches, isPersonal, now: this.clock.now() };
    const stop =
      messages === 0
        ? { state: 'failed' as const, reason: noRecipients(counts.contacts, counts.rows) }
        : await this.refusal(tx, { claim, campaign, book, contacts: messages + suppressed });
    const finished = await this.plans.finish(tx, stop === undefined ? result : { ...result, stop });
    if (!finished) throw new PlanOvertaken();
    return { messages, batches, outcome: stop?.state ?? 'planned' };
  }

  /** What was judged on these very recipients when it was launched is not judged twice: its time only began to run. */
  private async refusal(tx: Transaction, { claim: { judged }, campaign, book, contacts }: Judged) {
    if (judged.accepted || judged.contacts === contacts) return undefined;
    const reason = await this.forecasts.refusalOfPlan(tx, campaign, book);
    return reason === undefined ? undefined : { state: 'paused' as const, reason };
  }

  private async writeAlike(
    tx: Transaction,
    claim: PlanClaim,
    renderer: MessageRenderer,
    book: LaneBook,
  ): Promise<Written> {
    const sizes = batchSizes(claim, book, this.backlogS, typicalForm(renderer));
    const written = await this.plans.write(tx, claim, sizes);
    const countries = await applyRoutes(tx, claim.campaignId, renderer, written.countries, this.clock.now());
    return { ...written, countries };
  }

  private async fail(id: number, reason: CampaignReason): Promise<PlanOutcome> {
    const now = this.clock.now();
    const failed = await this.campaigns.transition({ id, from: ['planning'], to: 'failed', now, reason });
    return failed === undefined ? 'idle' : 'failed';
  }
}

interface Judged {
  readonly claim: PlanClaim;
  readonly campaign: Campaign;
  readonly book: LaneBook;
  /** Of the list as it was planned. */
  readonly contacts: number;
}

/** Rolls the planning back: the campaign was cancelled or taken over, or its list is being imported again. */
class PlanOvertaken extends Error {}

function plannedCell(campaignId: number, { country, messages, heldBack = false }: PlannedCountry): RollupDelta {
  const state = heldBack ? 'refused' : 'planned';
  return { campaignId, country, mcc: '', mnc: '', state, errorCode: 0, messages, units: 0, amount: 0 };
}

function noRecipients(contacts: number, rows: number): CampaignReason {
  const cause =
    contacts > 0
      ? `all ${contacts} contacts of the list are suppressed`
      : `none of the ${rows} rows imported into the list became a contact`;
  return { code: 'no_recipients', message: `There is nobody to send to: ${cause}.` };
}
