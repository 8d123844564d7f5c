import { type WebhookDay, WebhookListService, type WebhookPage } from '@herald/inbound';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { WebhookPageDto, WebhookQuery, WebhookStatsDto, WebhookStatsQuery } from './webhooks.dto';

@ApiTags('Inbound')
@Controller('v1/webhooks')
@RequireScope('read')
export class WebhooksController {
  constructor(private readonly webhooks: WebhookListService) {}

  @Get()
  @ApiOperation({
    summary: 'Webhooks about registrations, as they came',
    description: 'Newest first, and with them signed requests that nobody could read.',
  })
  @ApiOkResponse({ type: WebhookPageDto })
  page(@Query() { limit, cursor, kind, state }: WebhookQuery): Promise<WebhookPage> {
    const filter = { ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) };
    return this.webhooks.page(filter, limit, cursor);
  }

  @Get('stats')
  @ApiOperation({
    summary: 'Inbound messages and webhooks received, by day, kind and outcome',
    description: 'Today first, quiet days included. Forged and unsigned requests to ingress are counted too.',
  })
  @ApiOkResponse({ type: WebhookStatsDto })
  async stats(@Query() { days }: WebhookStatsQuery): Promise<{ objects: WebhookDay[] }> {
    return { objects: await this.webhooks.stats(days) };
  }
}
