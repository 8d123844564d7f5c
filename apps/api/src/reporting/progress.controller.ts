import { ProgressFeed, type ProgressEvent } from '@herald/reporting';
import { Controller, type MessageEvent, Param, Sse, SseSignal, UseGuards } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { from, map, type Observable } from 'rxjs';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { CampaignExistsGuard } from './campaign-exists.guard';

// How long a client that lost the stream waits before it asks again.
const RETRY_MS = 1_000;

@ApiTags('Reports')
@Controller('v1/campaigns')
@RequireScope('read')
export class ProgressController {
  constructor(private readonly feed: ProgressFeed) {}

  @Sse(':id/events')
  @UseGuards(CampaignExistsGuard)
  @ApiOperation({
    summary: 'Live progress of a campaign (server-sent events)',
    description:
      'An event `progress` at once and then at most once a second, while anything changes; one event `end` when the campaign has ended, and the stream closes. Each carries {campaign_id, state, reason, messages, settled, states, requests, holds}. A comment comes every 15 seconds in between.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  events(@Param('id', IdPipe) id: number, @SseSignal() signal: AbortSignal): Observable<MessageEvent> {
    return from(this.feed.watch(id, signal)).pipe(map(messageOf));
  }
}

function messageOf(event: ProgressEvent): MessageEvent {
  if (event.type === 'idle') return { comment: 'still here' };
  return { type: event.type, data: event.progress, retry: RETRY_MS };
}
