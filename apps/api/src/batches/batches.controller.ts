import { BatchDesk, type Ruling } from '@herald/delivery';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { BatchDto, BatchPageDto, BatchQuery, RuledDto, RulingDto } from './batches.dto';

@ApiTags('Batches')
@Controller('v1')
@RequireScope('read')
export class BatchesController {
  constructor(private readonly desk: BatchDesk) {}

  @Get('batches')
  @ApiOperation({
    summary: 'List batches',
    description: 'Oldest first. `state=unknown` are those nobody knows the outcome of.',
  })
  @ApiOkResponse({ type: BatchPageDto })
  async page(@Query() { state, campaign_id: campaignId, limit, cursor }: BatchQuery) {
    const objects = await this.desk.list({
      limit,
      ...(state === undefined ? {} : { state }),
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    return { objects, next_cursor: objects.length < limit ? null : (objects.at(-1)?.id ?? null) };
  }

  @Get('batches/:id')
  @ApiOperation({
    summary: 'Read a batch',
    description: 'With every doubt about it: what was looked up, who settled it and how.',
  })
  @ApiOkResponse({ type: BatchDto })
  @ApiNotFoundResponse({ description: '`batch_not_found`' })
  get(@Param('id', IdPipe) id: number) {
    return this.desk.get(String(id));
  }

  @Post('batches/:id/settle')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Settle a batch whose outcome is unknown',
    description: 'Your word, where neither a callback nor a look-up could tell. It is kept who said so.',
  })
  @ApiOkResponse({ type: BatchDto })
  @ApiNotFoundResponse({ description: '`batch_not_found`' })
  @ApiConflictResponse({ description: '`batch_state`: its outcome is not unknown (any more)' })
  settle(@Param('id', IdPipe) id: number, @Body() body: RulingDto, @Req() request: FastifyRequest) {
    return this.desk.settle(String(id), rulingOf(body, request));
  }

  @Post('campaigns/:id/settle-unknown')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({ summary: 'Settle all batches of a campaign whose outcome is unknown' })
  @ApiOkResponse({ type: RuledDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  settleCampaign(@Param('id', IdPipe) id: number, @Body() body: RulingDto, @Req() request: FastifyRequest) {
    return this.desk.settleCampaign(id, rulingOf(body, request));
  }
}

function rulingOf({ as, note }: RulingDto, { caller }: FastifyRequest): Ruling {
  return { as, note, decidedBy: caller === undefined ? 'nobody' : `key ${caller.keyId} (${caller.prefix}…)` };
}
