import { LedgerCheck, type Report, ReportService, type Verification } from '@herald/reporting';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { ReportDto } from './report.dto';
import { VerificationDto } from './verification.dto';

@ApiTags('Reports')
@Controller('v1/campaigns')
@RequireScope('read')
export class ReportController {
  constructor(
    private readonly reports: ReportService,
    private readonly ledgerCheck: LedgerCheck,
  ) {}

  @Get(':id/report')
  @ApiOperation({
    summary: 'Report of a campaign',
    description:
      'In every state of the campaign, from one consistent reading of its counters: the totals always add up, and it costs the same for ten messages or ten million.',
  })
  @ApiOkResponse({ type: ReportDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  report(@Param('id', IdPipe) id: number): Promise<Report> {
    return this.reports.report(id);
  }

  @Get(':id/verify')
  @ApiOperation({
    summary: 'Prove that the numbers of a campaign add up',
    description:
      'Counts the tables themselves and compares them with the counters, all at one instant, so it may run while the campaign is being sent. It reads every message: seconds for a million.',
  })
  @ApiOkResponse({ type: VerificationDto, description: 'Also where a check failed: see `ok`' })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  verify(@Param('id', IdPipe) id: number): Promise<Verification> {
    return this.ledgerCheck.verify(id);
  }
}
