import { type Campaign, CampaignLifecycle, CampaignService, ForecastService, PreviewService } from '@herald/campaigns';
import { Backlog } from '@herald/delivery';
import { CampaignHolds } from '@herald/reporting';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import {
  AcceptForecastDto,
  campaignBody,
  CampaignDto,
  CampaignPageDto,
  CampaignQuery,
  CampaignWithHoldsDto,
  CancelledDto,
  CreateCampaignDto,
  PausedDto,
  UpdateCampaignDto,
} from './campaigns.dto';
import { ETAG, etagOf, IF_MATCH, versionOf } from '../http/etag';
import { forecastBody, ForecastDto } from './forecast.dto';
import { PreviewDto, PreviewQueryDto } from './preview.dto';

const FAULTS =
  '`name_invalid`, `text_blank`, `text_invalid`, `text_too_long`, `sender_missing`, `sender_ambiguous`, `src_invalid`, ' +
  '`powerpack_uuid_invalid`, `log_masks_numbers`, `message_expiry_invalid`, `schedule_invalid`, `schedule_in_past`, `if_late_invalid`, `priority_invalid`, ' +
  '`backlog_invalid`, `deadline_invalid`, `error_budget_invalid`, `resend_invalid`, `media_missing`, `media_too_many`, `media_url_invalid`, `media_invalid`, ' +
  '`media_not_found`, `media_too_large`, `content_missing`, `content_ambiguous`, `content_not_allowed`, `fallback_text_blank`, ' +
  '`fallback_text_too_long`, `template_invalid`, `interactive_invalid`, `location_invalid`, `dlt_invalid`, `parameter_invalid`, ' +
  '`defaults_invalid`, `if_missing_invalid`, `whatsapp_needs_src`, `sender_not_mms`';

@ApiTags('Campaigns')
@Controller('v1/campaigns')
@RequireScope('read')
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly lifecycle: CampaignLifecycle,
    private readonly forecasts: ForecastService,
    private readonly previews: PreviewService,
    private readonly backlog: Backlog,
    private readonly holds: CampaignHolds,
  ) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({ summary: 'Create a campaign', description: 'As a draft: nothing is sent before it is launched.' })
  @ApiCreatedResponse({ type: CampaignDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`list_not_found`' })
  @ApiUnprocessableEntityResponse({ description: FAULTS })
  async create(@Body() body: CreateCampaignDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const { list_id: listId, ...input } = body;
    const campaign = await this.campaigns.create(listId, input);
    void reply.header('location', `/v1/campaigns/${campaign.id}`);
    return tagged(campaign, reply);
  }

  @Get()
  @ApiOperation({ summary: 'List campaigns', description: 'Newest first.' })
  @ApiOkResponse({ type: CampaignPageDto })
  async page(@Query() { state, limit, cursor }: CampaignQuery) {
    const { objects, nextCursor } = await this.campaigns.list({
      limit,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { before: Number(cursor) }),
    });
    return { objects: objects.map(campaignBody), next_cursor: nextCursor };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a campaign' })
  @ApiOkResponse({ type: CampaignWithHoldsDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  async get(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    const campaign = tagged(await this.campaigns.get(id), reply);
    return { ...campaign, holds: await this.holds.of(id) };
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({ summary: 'Change a draft', description: 'Only the fields given; null clears one.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: CampaignDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`campaign_not_found`, `list_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiUnprocessableEntityResponse({ description: FAULTS })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async update(
    @Param('id', IdPipe) id: number,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: UpdateCampaignDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.campaigns.update(id, versionOf(ifMatch), body), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Delete a draft' })
  @ApiNoContentResponse({ description: 'The draft is gone.' })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`' })
  async delete(@Param('id', IdPipe) id: number): Promise<void> {
    await this.campaigns.delete(id);
  }

  @Post(':id/launch')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Launch a draft',
    description:
      'It is planned once its list’s imports have ended, then runs at once or at scheduled_at. Refused when its forecast crosses its ' +
      'deadline or its messages’ expiry, unless the body says accept_forecast. What an open import adds is judged when it is planned: ' +
      'then it is paused with the reason forecast_refused.',
  })
  @ApiAcceptedResponse({ type: CampaignDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`, `sender_not_ready`, `forecast_refused`' })
  @ApiUnprocessableEntityResponse({ description: '`schedule_in_past`, `parameter_unknown`' })
  @ApiBody({ type: AcceptForecastDto, required: false })
  async launch(
    @Param('id', IdPipe) id: number,
    @Body() { accept_forecast: acceptForecast = false }: AcceptForecastDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.lifecycle.launch(id, { acceptForecast }), reply);
  }

  @Post(':id/forecast')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Forecast a campaign',
    description:
      'Changes nothing. Of a draft: the contacts of its list as they are now, less suppressions; of a planned one: what it has left. ' +
      'Lanes are taken as they are now, with what other running campaigns of at least its priority have left in front.',
  })
  @ApiOkResponse({ type: ForecastDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`' })
  async forecast(@Param('id', IdPipe) id: number) {
    return forecastBody(await this.forecasts.of(id));
  }

  @Post(':id/preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Preview a campaign',
    description:
      'Changes nothing. What the first recipients of its list will get, by number: the text and content with their own values, units and encoding, or why nothing will be sent to them.',
  })
  @ApiOkResponse({ type: PreviewDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  async preview(@Param('id', IdPipe) id: number, @Body() { limit }: PreviewQueryDto) {
    return { objects: await this.previews.of(id, limit) };
  }

  @Post(':id/pause')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Pause a running campaign',
    description:
      'No further request is made; what the provider has already, it sends: the answer says how much that is.',
  })
  @ApiOkResponse({ type: PausedDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`' })
  async pause(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    const paused = tagged(await this.lifecycle.pause(id), reply);
    return { ...paused, ...(await this.backlog.of(id)) };
  }

  @Post(':id/resume')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Resume a paused campaign',
    description:
      'Also one that waits because it came due too late. One whose time is still to come is scheduled again. One that was paused with the ' +
      'reason forecast_refused is judged again, unless the body says accept_forecast.',
  })
  @ApiOkResponse({ type: CampaignDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`, `forecast_refused`' })
  @ApiBody({ type: AcceptForecastDto, required: false })
  async resume(
    @Param('id', IdPipe) id: number,
    @Body() { accept_forecast: acceptForecast = false }: AcceptForecastDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.lifecycle.resume(id, { acceptForecast }), reply);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({ summary: 'Cancel a campaign', description: 'For good. Says how many messages that stopped.' })
  @ApiOkResponse({ type: CancelledDto })
  @ApiNotFoundResponse({ description: '`campaign_not_found`' })
  @ApiConflictResponse({ description: '`campaign_state`' })
  async cancel(@Param('id', IdPipe) id: number) {
    const { campaign, ...counts } = await this.lifecycle.cancel(id);
    return { campaign: campaignBody(campaign), ...counts, ...(await this.backlog.of(id)) };
  }
}

function tagged(campaign: Campaign, reply: FastifyReply) {
  void reply.header('etag', etagOf(campaign.version));
  return campaignBody(campaign);
}
