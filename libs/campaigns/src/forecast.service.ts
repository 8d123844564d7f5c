import { MessageRenderer } from '@herald/content';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { type LaneBook, Lanes, ratePerSecond, type TouchedLane } from '@herald/lanes';
import { Inject, Injectable } from '@nestjs/common';

import { batchSizes, typicalForm } from './batch-sizes';
import type { Campaign } from './campaign';
import { CampaignService } from './campaign.service';
import { BACKLOG_SECONDS } from './campaigns-options';
import { DailyUseRepository } from './daily-use.repository';
import { DEFAULT_EXPIRY_S, windowSeconds } from './domain/batch-size';
import { type Forecast, forecast, type ForecastCountry, type ForecastPassage } from './domain/forecast';
import { type Circumstances, type ForecastProblem, problemsOf, warningsOf } from './domain/forecast-problems';
import { pacificDay } from './domain/pacific-day';
import { totalsByCurrency } from './domain/multiply-amount';
import { type Audience, ForecastRepository, type UnitsBySender } from './forecast.repository';
import { PricesRepository } from './prices.repository';

export interface CampaignForecast extends Forecast {
  readonly campaign_id: number;
  readonly contacts: number;
  readonly suppressed: number;
  /** One for each currency; countries without a price are not in it. */
  readonly cost: readonly { readonly amount: string; readonly currency: string }[];
  /** Launch refuses because of them. */
  readonly problems: readonly ForecastProblem[];
  readonly warnings: readonly ForecastProblem[];
}

const DONE: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed']);

/** Says what a campaign will take before it is launched. Reads only; the lanes are taken as they are now. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly repository: ForecastRepository,
    private readonly dailyUse: DailyUseRepository,
    private readonly prices: PricesRepository,
    private readonly lanes: Lanes,
    @Inject(BACKLOG_SECONDS) private readonly backlogS: number,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Of a campaign that is planned already: what it has left.
   *
   * @throws AppError not_found `campaign_not_found`, conflict `campaign_state` for one that has ended
   */
  async of(id: number): Promise<CampaignForecast> {
    const campaign = await this.campaigns.get(id);
    if (DONE.has(campaign.state)) {
      const message = `There is nothing to forecast: the campaign is ${campaign.state}.`;
      throw new AppError('conflict', 'campaign_state', message);
    }
    return this.forecast(campaign);
  }

  /** @throws AppError conflict `forecast_refused`, with each problem and its remedy */
  async assertFeasible(campaign: Campaign): Promise<void> {
    // With the provider's own expiry no lane is slow enough to refuse: what is to be counted would change nothing.
    if (campaign.deadline_at === null && campaign.message_expiry === null) return;
    const { problems } = await this.forecast(campaign);
    if (problems.length === 0) return;
    const message =
      `${problems.map((problem) => problem.message).join(' ')} ` +
      'Change the campaign, or launch it all the same with accept_forecast.';
    throw new AppError('conflict', 'forecast_refused', message, {
      details: problems.map((problem) => ({ field: problem.code, message: `${problem.message} ${problem.remedy}` })),
    });
  }

  private async forecast(campaign: Campaign): Promise<CampaignForecast> {
    const now = this.clock.now();
    const planned = campaign.planned_at !== null;
    const [book, audience, ahead, prices] = await Promise.all([
      this.lanes.book(),
      planned ? this.repository.left(campaign.id) : this.repository.audience(campaign.list_id, senderOf(campaign)),
      this.repository.ahead(campaign.id, campaign.priority),
      this.prices.all(),
    ]);
    const priceOf = new Map(
      prices.filter(({ channel }) => channel === campaign.type).map((price) => [price.country, price]),
    );
    const countries = countriesOf(campaign, audience, book, this.backlogS).map((each) => {
      const price = priceOf.get(each.country);
      return price === undefined ? each : { ...each, price };
    });
    const capped = countries.some(({ lanes }) => lanes.some(({ perDay }) => perDay !== undefined));
    const day = pacificDay(now);
    const usedToday = capped ? await this.dailyUse.since(day.start) : [];
    const due = campaign.scheduled_at;
    const circumstances = circumstancesOf(campaign, audience, countries);
    const result = forecast(
      {
        startsAt: due !== null && due > now ? due : now,
        countries,
        unitsPerMessage: campaign.units_per_message,
        requestsPerSecond: book.requestsPerSecond(),
        ahead: ahead.map((each) => ({ units: each.units, lanes: passages(book, each) })),
        usedToday: usedByBucket(usedToday, book),
        secondsToMidnight: (day.end.getTime() - now.getTime()) / 1_000,
        expiryS: circumstances.expiryS,
      },
      circumstances.tooSlow,
    );
    return {
      campaign_id: campaign.id,
      contacts: audience.contacts,
      suppressed: audience.suppressed,
      ...result,
      cost: totalsByCurrency(result.countries.flatMap(({ cost }) => (cost === null ? [] : [cost]))),
      problems: problemsOf(result, circumstances),
      warnings: warningsOf(result, circumstances),
    };
  }
}

function senderOf({ src, powerpack_uuid: powerpack }: Campaign): string {
  return src ?? powerpack ?? '';
}

function countriesOf(campaign: Campaign, audience: Audience, book: LaneBook, backlogS: number): ForecastCountry[] {
  const sender = senderOf(campaign);
  const cut = {
    sender,
    expiryS: campaign.message_expiry,
    maxBacklogS: campaign.max_backlog_seconds,
  };
  const formIn = typicalForm(new MessageRenderer(campaign));
  const sizes = batchSizes(cut, book, backlogS, formIn);
  return audience.countries.map(({ country, messages }) => ({
    country,
    messages,
    batchSize: sizes.countries.get(country) ?? sizes.elsewhere,
    lanes: passages(book, { sender, country, channel: formIn(country).channel }),
  }));
}

const NOT_BY_UNIT: ReadonlySet<string> = new Set(['account_requests', 'account_concurrency']);

function passages(book: LaneBook, where: Pick<UnitsBySender, 'sender' | 'country' | 'channel'>): ForecastPassage[] {
  return book
    .touchedBy(where)
    .filter(({ kind, hold }) => !NOT_BY_UNIT.has(kind) || hold !== null)
    .map((lane) => passage(lane, where.sender));
}

function passage(lane: TouchedLane, sender: string): ForecastPassage {
  const { bucket, kind, amount, hold } = lane;
  // A type's rate is the sender's own.
  const key = kind === 'sender_type' ? sender : lane.key;
  const held = hold === null ? {} : { held: hold.message };
  if (NOT_BY_UNIT.has(kind)) return { bucket, kind, key, perSecond: Infinity, ...held };
  if (kind !== 'daily_cap') return { bucket, kind, key, perSecond: ratePerSecond(lane), ...held };
  return { bucket, kind, key, perSecond: Infinity, ...(amount === null ? {} : { perDay: amount }), ...held };
}

function usedByBucket(used: readonly UnitsBySender[], book: LaneBook): Map<string, number> {
  const units = new Map<string, number>();
  for (const use of used) {
    for (const { bucket, perDay } of passages(book, use)) {
      if (perDay !== undefined) units.set(bucket, (units.get(bucket) ?? 0) + use.units);
    }
  }
  return units;
}

function circumstancesOf(
  campaign: Campaign,
  { importOpen }: Audience,
  countries: readonly ForecastCountry[],
): Circumstances {
  const longestS = windowSeconds(Infinity, campaign.message_expiry);
  const slowest = ({ lanes }: ForecastCountry): number => Math.min(...lanes.map((lane) => lane.perSecond), Infinity);
  const held = new Map<string, string>();
  for (const lane of countries.flatMap(({ lanes }) => lanes)) {
    if (lane.held !== undefined) held.set(`${lane.kind} ${lane.key}`.trim(), lane.held);
  }
  return {
    deadlineAt: campaign.deadline_at,
    expiryS: campaign.message_expiry ?? DEFAULT_EXPIRY_S,
    tooSlow: countries
      .filter((each) => campaign.units_per_message / slowest(each) > longestS)
      .map(({ country }) => country),
    importOpen,
    held: [...held].map(([name, message]) => ({ name, message })),
  };
}
