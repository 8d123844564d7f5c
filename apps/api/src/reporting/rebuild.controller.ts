import { LedgerRebuild, type Rebuilt } from '@herald/ledger';
import { Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { RebuildQuery, RebuiltDto } from './rebuild.dto';

@ApiTags('Reports')
@Controller('v1/campaigns')
@RequireScope('admin')
export class RebuildController {
  constructor(private readonly ledger: LedgerRebuild) {}

  @Post(':id/rebuild')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make the numbers of a campaign again from its log',
    description:
      'Compares messages, counts of batches and counters with the log of callbacks at one instant, answers what differed, and writes that anew. May run while callbacks come in. It reads the whole log of the campaign: half a minute for a million messages.',
  })
  @ApiOkResponse({ type: RebuiltDto, description: 'What differed before; `ok` = nothing did' })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`log_expired`: a part of its log was dropped (CALLBACK_LOG_DAYS)' })
  rebuild(@Param('id', IdPipe) id: number, @Query() { check }: RebuildQuery): Promise<Rebuilt> {
    return check === 'true' ? this.ledger.check(id) : this.ledger.rebuild(id);
  }
}
