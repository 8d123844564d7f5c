import { MessageLookup } from '@herald/delivery';
import { InboundListService, type InboundPage, type InboundView, type ReplyPage } from '@herald/inbound';
import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { MessageMediaDto, messageMediaBody } from '../reporting/message-media.dto';
import { InboundDto, inboundFilterOf, InboundPageDto, InboundQuery, ReplyPageDto, ReplyQuery } from './inbound.dto';

@ApiTags('Inbound')
@Controller('v1')
@RequireScope('read')
export class InboundController {
  constructor(
    private readonly inbound: InboundListService,
    private readonly lookup: MessageLookup,
  ) {}

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

  @Get('inbound/:id/media')
  @ApiOperation({
    summary: 'List the media of a message that a person sent, as the provider keeps them',
    description:
      'For when the links that came with the webhook are missing or lead nowhere any more. Takes one of the account’s look-ups.',
  })
  @ApiOkResponse({ type: MessageMediaDto })
  @ApiNotFoundResponse({ description: '`inbound_not_found`, `provider_message_unknown`' })
  @ApiConflictResponse({ description: '`provider_refused`' })
  @ApiServiceUnavailableResponse({ description: '`provider_unavailable`, `provider_throttled`, `lookups_busy`' })
  async media(@Param('id', IdPipe) id: number): Promise<MessageMediaDto> {
    const { message_uuid: uuid } = await this.inbound.get(id);
    return messageMediaBody({ messageUuid: uuid, objects: await this.lookup.media(uuid) });
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
