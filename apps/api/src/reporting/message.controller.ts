import { MessageLookup } from '@herald/delivery';
import { type MessageHistory, MessageHistoryService } from '@herald/reporting';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
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
import { PhonePipe } from '../http/phone.pipe';
import { MessageMediaDto, messageMediaBody } from './message-media.dto';
import { MessageHistoryDto, MessageLookupDto, recordBody } from './message.dto';

const AWAY = '`provider_unavailable`, `provider_throttled`, `lookups_busy`; `retry-after` says when to try again';

@ApiTags('Reports')
@Controller('v1/campaigns/:id/messages/:phone')
@RequireScope('read')
export class MessageController {
  constructor(
    private readonly history: MessageHistoryService,
    private readonly lookup: MessageLookup,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Read one message',
    description: 'What the ledger holds of it and all that was told of it. The provider is not asked.',
  })
  @ApiOkResponse({ type: MessageHistoryDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`, `message_not_found`' })
  get(@Param('id', IdPipe) id: number, @Param('phone', PhonePipe) phone: string): Promise<MessageHistory> {
    return this.history.get(id, phone);
  }

  @Post('lookup')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Look one message up at the provider',
    description:
      'Its record of this moment beside the ledger, and where they differ. What is found goes into the ledger as any look-up does, so the state you see may be news. It takes one of the account’s look-ups (`ACCOUNT_LOOKUPS_PER_MINUTE`), which all workers share: it may take some seconds.',
  })
  @ApiOkResponse({ type: MessageLookupDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`, `message_not_found`' })
  @ApiConflictResponse({ description: '`message_not_sent`, `message_uuid_unknown`, `provider_refused`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  async lookUp(@Param('id', IdPipe) id: number, @Param('phone', PhonePipe) phone: string): Promise<MessageLookupDto> {
    const { outcome, record, differences } = await this.lookup.lookUp(id, phone);
    const { message, sending_at, timeline } = await this.history.get(id, phone);
    return {
      message,
      sending_at,
      timeline: [...timeline],
      outcome,
      provider: record === undefined ? null : recordBody(record),
      differences: [...differences],
    };
  }

  @Get('media')
  @ApiOperation({
    summary: 'List the media of a message that was sent, as the provider keeps them',
    description: 'Takes one of the account’s look-ups.',
  })
  @ApiOkResponse({ type: MessageMediaDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`, `message_not_found`' })
  @ApiConflictResponse({ description: '`message_not_sent`, `message_uuid_unknown`, `provider_refused`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  async media(@Param('id', IdPipe) id: number, @Param('phone', PhonePipe) phone: string): Promise<MessageMediaDto> {
    return messageMediaBody(await this.lookup.mediaOf(id, phone));
  }
}
