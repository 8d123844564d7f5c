import { type MessagePage, MessageListService } from '@herald/reporting';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { MessageFilterQuery, messageFilterOf, MessagePageDto, MessagePageQuery } from './messages.dto';

@ApiTags('Reports')
@Controller('v1/campaigns')
@RequireScope('read')
export class MessagesController {
  constructor(private readonly messages: MessageListService) {}

  @Get(':id/messages')
  @ApiOperation({
    summary: 'Messages of a campaign',
    description: 'In the order of their numbers. Filters may be combined. Pass `next_cursor` back for the next page.',
  })
  @ApiOkResponse({ type: MessagePageDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  page(@Param('id', IdPipe) id: number, @Query() { limit, cursor, ...filter }: MessagePageQuery): Promise<MessagePage> {
    return this.messages.page(id, messageFilterOf(filter), limit, cursor);
  }

  @Get(':id/messages.csv')
  @ApiOperation({
    summary: 'Messages of a campaign as CSV',
    description:
      'Streamed, whatever the size. Takes the same filters. Cells a spreadsheet would run as a formula begin with an apostrophe. A connection that ends early means an incomplete file.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  async csv(@Param('id', IdPipe) id: number, @Query() filter: MessageFilterQuery): Promise<StreamableFile> {
    const chunks = await this.messages.csv(id, messageFilterOf(filter));
    // One chunk ahead of the reader, no more.
    return new StreamableFile(Readable.from(chunks, { objectMode: false, highWaterMark: 1 }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="campaign-${id}-messages.csv"`,
    });
  }
}
