import { CLOCK, type Clock } from '@herald/kernel';
import { MESSAGE_STATES } from '@herald/ledger';
import { describeErrorCode } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { CampaignHolds } from './campaign-holds';
import { campaignNotFound } from './campaign-not-found';
import { composeReport } from './domain/compose-report';
import type { ExplainError } from './domain/report';
import type { Report } from './domain/report';
import { ReportRepository } from './report.repository';

@Injectable()
export class ReportService {
  constructor(
    private readonly repository: ReportRepository,
    private readonly campaignHolds: CampaignHolds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The campaign's report, from one consistent reading of its counters, in whatever state it is.
   *
   * @throws AppError not_found
   */
  async report(campaignId: number): Promise<Report> {
    const facts = await this.repository.facts(campaignId);
    if (facts === undefined) throw campaignNotFound(campaignId);
    return composeReport(facts, {
      now: this.clock.now(),
      explainError,
      holds: await this.campaignHolds.of(campaignId),
      stateOrder: MESSAGE_STATES,
    });
  }
}

const explainError: ExplainError = (code) => {
  const { meaning, resend } = describeErrorCode(code);
  return { meaning, resend, resend_could_help: resend !== 'never' };
};
