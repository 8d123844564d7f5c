import { CallbackStats, type CallbackDay } from '@herald/delivery';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { CallbackStatsDto, CallbackStatsQuery } from './callback-stats.dto';

@ApiTags('Reports')
@Controller('v1/callbacks')
@RequireScope('read')
export class CallbackStatsController {
  constructor(private readonly stats: CallbackStats) {}

  @Get('stats')
  @ApiOperation({
    summary: 'Callbacks received, by day and outcome',
    description: 'Today first, quiet days included. Forged and unsigned requests to ingress are counted too.',
  })
  @ApiOkResponse({ type: CallbackStatsDto })
  async read(@Query() { days }: CallbackStatsQuery): Promise<{ objects: CallbackDay[] }> {
    return { objects: await this.stats.read(days) };
  }
}
