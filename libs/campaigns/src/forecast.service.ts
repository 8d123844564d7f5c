import { Database, type Sql } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { type LaneBook, Lanes } from '@herald/lanes';
import type { CapLeft } from '@herald/senders';
import { Inject, Injectable } from '@nestjs/common';

import type { Campaign, CampaignReason } from './campaign';
import { CampaignService } from './campaign.service';
import { BACKLOG_SECONDS } from './campaigns-options';
import { DailyUseRepository } from './daily-use.repository';
import { DEFAULT_EXPIRY_S, windowSeconds } from './domain/batch-size';
import { type Forecast, forecast, type ForecastCountry } from './domain/forecast';
import {
  type Circumstances,
  type ForecastProblem,
  problemsOf,
  type SlowCountry,
  warningsOf,
} from './domain/forecast-problems';
import { pacificDay } from './domain/pacific-day';
import { totalsByCurrency } from './domain/multiply-amount';
import { capsOf } from './forecast-caps';
import { forecastCountries, type HeldBackForecast } from './forecast-countries';
import { passages } from './forecast-passages';
import { type Audience, ForecastRepository, type UnitsBySender } from './forecast.repository';
import { PricesRepository } from './prices.repository';
import { SenderReadiness } from './sender-readiness';

export interface CampaignForecast extends Forecast {
  readonly campaign_id: number;
  readonly contacts: number;
  readonly suppressed: number;
  /** Recipients that nothing will be sent to, as planning will find. */
  readonly held_back: readonly HeldBackForecast[];
  /** One for each currency; countries without a price are not in it. */
  readonly cost: readonly { readonly amount: string; readonly currency: string }[];
  /** Launch refuses because of them. */
  readonly problems: readonly ForecastProblem[];
  readonly warnings: readonly ForecastProblem[];
}

/** Of a launch or resumption that is refused, and of a campaign that is paused when it is planned. */
export const FORECAST_REFUSED = 'forecast_refused';

const DONE: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed']);

/** Says what a campaign will take before it is launched. Reads only; the lanes are taken as they are now. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly repository: ForecastRepository,
    private readonly dailyUse: DailyUseRepository,
    private readonly prices: PricesRepository,
    private readonly lanes: Lanes,
    private readonly readiness: SenderReadiness,
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
    const { caps, ...forecast } = await this.forecast(campaign, this.database, await this.lanes.bookNow());
    const found = await this.readiness.problems(campaign, { countries: forecast.countries, caps });
    const of = (severity: 'error' | 'warning'): ForecastProblem[] =>
      found
        .filter((each) => each.severity === severity)
        .map(({ code, message, remedy }) => ({ code, message, remedy }));
    const { problems, warnings } = forecast;
    return { ...forecast, problems: [...of('error'), ...problems], warnings: [...of('warning'), ...warnings] };
  }

  /**
   * @returns the contacts it was judged on; null where there is nothing to judge
   * @throws AppError conflict `forecast_refused`, with each problem and its remedy
   */
  async assertFeasible(campaign: Campaign): Promise<number | null> {
    if (!mayCross(campaign)) return null;
    const { problems, contacts } = await this.forecast(campaign, this.database, await this.lanes.bookNow());
    if (problems.length === 0) return contacts;
    throw new AppError('conflict', FORECAST_REFUSED, refusalText(campaign, problems), {
      details: problems.map((problem) => ({ field: problem.code, message: `${problem.message} ${problem.remedy}` })),
    });
  }

  /**
   * Of a campaign whose batches were just written.
   *
   * @param tx the planning's own: nothing of it may be fed before this is known
   * @returns why it must not go on unasked
   */
  async refusalOfPlan(tx: Sql, campaign: Campaign, book: LaneBook): Promise<CampaignReason | undefined> {
    if (!mayCross(campaign)) return undefined;
    const planned = { ...campaign, planned_at: this.clock.now() };
    const { problems } = await this.forecast(planned, tx, book);
    return problems.length === 0 ? undefined : { code: FORECAST_REFUSED, message: refusalText(planned, problems) };
  }

  private async forecast(
    campaign: Campaign,
    sql: Sql,
    book: LaneBook,
  ): Promise<CampaignForecast & { readonly caps: CapLeft[] }> {
    const now = this.clock.now();
    const audience =
      campaign.planned_at === null
        ? await this.repository.audience(campaign.list_id, senderOf(campaign))
        : await this.repository.left(campaign.id, sql);
    const ahead = await this.repository.ahead(campaign.id, campaign.priority, sql);
    const prices = await this.prices.all(sql);
    const facts = { sender: senderOf(campaign), audience, book, backlogS: this.backlogS, prices };
    const { countries, heldBack } = await forecastCountries(sql, campaign, facts);
    const capped = countries.some(({ lanes }) => lanes.some(({ perDay }) => perDay !== undefined));
    const day = pacificDay(now);
    const usedToday = capped ? await this.dailyUse.since(day.start, sql) : [];
    const used = usedByBucket(usedToday, book);
    const due = campaign.scheduled_at;
    const circumstances = circumstancesOf(campaign, audience, countries, heldBack);
    const result = forecast(
      {
        startsAt: due !== null && due > now ? due : now,
        countries,
        unitsPerMessage: campaign.units_per_message,
        requestsPerSecond: book.requestsPerSecond(),
        ahead: ahead.map((each) => ({ units: each.units, lanes: passages(book, each) })),
        usedToday: used,
        secondsToMidnight: (day.end.getTime() - now.getTime()) / 1_000,
        expiryS: circumstances.expiryS,
      },
      circumstances.tooSlow.map(({ country }) => country),
    );
    return {
      campaign_id: campaign.id,
      contacts: audience.contacts,
      suppressed: audience.suppressed,
      held_back: heldBack,
      ...result,
      cost: totalsByCurrency(result.countries.flatMap(({ cost }) => (cost === null ? [] : [cost]))),
      problems: problemsOf(result, circumstances),
      warnings: warningsOf(result, circumstances),
      caps: capsOf(countries, campaign.units_per_message, used),
    };
  }
}

/** With the provider's own expiry no lane is slow enough to refuse: what is to be counted would change nothing. */
function mayCross({ deadline_at: deadline, message_expiry: expiry }: Campaign): boolean {
  return deadline !== null || expiry !== null;
}

function refusalText({ planned_at: plannedAt }: Campaign, problems: readonly ForecastProblem[]): string {
  const way =
    plannedAt === null
      ? 'Change the campaign, or launch it all the same with accept_forecast.'
      : 'Make the lane faster and resume it, resume it all the same with accept_forecast, or cancel it.';
  return `${problems.map(({ message }) => message).join(' ')} ${way}`;
}

function senderOf({ src, powerpack_uuid: powerpack }: Campaign): string {
  return src ?? powerpack ?? '';
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
  heldBack: readonly HeldBackForecast[],
): Circumstances {
  const longestS = windowSeconds(Infinity, campaign.message_expiry);
  const held = new Map<string, string>();
  for (const lane of countries.flatMap(({ lanes }) => lanes)) {
    if (lane.held !== undefined) held.set(`${lane.kind} ${lane.key}`.trim(), lane.held);
  }
  return {
    deadlineAt: campaign.deadline_at,
    expiryS: campaign.message_expiry ?? DEFAULT_EXPIRY_S,
    tooSlow: countries
      .flatMap((each) => slowestLane(each, each.unitsPerMessage ?? campaign.units_per_message))
      .filter(({ seconds }) => seconds > longestS),
    planned: campaign.planned_at !== null,
    importOpen,
    heldBack,
    alike: campaign.planned_at === null ? requestsIfAlike(countries) : null,
    held: [...held].map(([name, message]) => ({ name, message })),
  };
}

function slowestLane({ country, lanes }: ForecastCountry, unitsPerMessage: number): SlowCountry[] {
  const [slowest] = [...lanes].sort((a, b) => a.perSecond - b.perSecond);
  return slowest === undefined ? [] : [{ country, seconds: unitsPerMessage / slowest.perSecond, lane: slowest }];
}

/** Null where it makes no difference. */
function requestsIfAlike(countries: readonly ForecastCountry[]): number | null {
  if (countries.every(({ requests }) => requests === undefined)) return null;
  return countries.reduce((sum, { messages, batchSize }) => sum + Math.ceil(messages / batchSize), 0);
}
