import { InboundListService, type InboundPage, type InboundView, type ReplyPage } from '@herald/inbound';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { InboundDto, inboundFilterOf, InboundPageDto, InboundQuery, ReplyPageDto, ReplyQuery } from './inbound.dto';

@ApiTags('Inbound')
@Controller('v1')
@RequireScope('read')
export class InboundController {
  constructor(private readonly inbound: InboundListService) {}

  @Get('inbound')
  @ApiOperation({
    summary: 'Messages that people sent',
    description: 'Newest first. Filters may be combined. Pass `next_cursor` back for the next page.',
  })
  @ApiOkResponse({ type: InboundPageDto })
  page(@Query() { limit, cursor, ...filter }: InboundQuery): Promise<InboundPage> {
    return this.inbound.page(inboundFilterOf(filter), limit, cursor);
  }

  @Get('inbound/:id')
  @ApiOperation({ summary: 'Read a message that a person sent' })
  @ApiOkResponse({ type: InboundDto })
  @ApiNotFoundResponse({ description: '`inbound_not_found`' })
  get(@Param('id', IdPipe) id: number): Promise<InboundView> {
    return this.inbound.get(id);
  }

  @Get('campaigns/:id/replies')
  @ApiOperation({
    summary: 'Replies to a campaign',
    description:
      'A message answers the campaign whose message was sent to the person last, from the number or Powerpack it was sent to.',
  })
  @ApiOkResponse({ type: ReplyPageDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  replies(@Param('id', IdPipe) id: number, @Query() { limit, cursor, ...filter }: ReplyQuery): Promise<ReplyPage> {
    return this.inbound.replies(id, inboundFilterOf(filter), limit, cursor);
  }
}
