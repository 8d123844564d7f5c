import { type Lane, Lanes } from '@herald/lanes';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
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
import { ETAG, etagOf, IF_MATCH, versionOf } from '../http/etag';
import { IdPipe } from '../http/id.pipe';
import { CreateLaneDto, HoldLaneDto, laneBody, LaneDto, LanesDto, UpdateLaneDto } from './lanes.dto';

@ApiTags('Lanes')
@Controller('v1/lanes')
@RequireScope('read')
export class LanesController {
  constructor(private readonly lanes: Lanes) {}

  @Get()
  @ApiOperation({
    summary: 'List the lanes',
    description: 'What the provider’s limits apply to. All workers follow a change within about two seconds.',
  })
  @ApiOkResponse({ type: LanesDto })
  async list() {
    return { objects: (await this.lanes.list()).map(laneBody) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a lane' })
  @ApiOkResponse({ type: LaneDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`lane_not_found`' })
  async get(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.lanes.get(id), reply);
  }

  @Post()
  @RequireScope('write')
  @ApiOperation({ summary: 'Add a lane', description: 'For a sender, a brand, a country or a daily cap.' })
  @ApiCreatedResponse({ type: LaneDto, headers: ETAG })
  @ApiConflictResponse({ description: '`lane_exists`' })
  @ApiUnprocessableEntityResponse({ description: '`lane_invalid`' })
  async create(@Body() body: CreateLaneDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const { kind, key, channel, amount, window_ms: windowMs, brand = null, source = 'operator' } = body;
    const lane = await this.lanes.create({ kind, key, channel }, { amount, windowMs, brand, source });
    void reply.header('location', `/v1/lanes/${lane.id}`);
    return tagged(lane, reply);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({ summary: 'Change a lane', description: 'Only the fields given.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: LaneDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`lane_not_found`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiUnprocessableEntityResponse({ description: '`lane_invalid`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async update(
    @Param('id', IdPipe) id: number,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { window_ms: windowMs, amount, brand, source = 'operator' }: UpdateLaneDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const changes = {
      source,
      ...(amount === undefined ? {} : { amount }),
      ...(windowMs === undefined ? {} : { windowMs }),
      ...(brand === undefined ? {} : { brand }),
    };
    return tagged(await this.lanes.set(id, changes, versionOf(ifMatch)), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Remove a lane', description: 'A sender falls back to the lane of its type.' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'The lane is gone.' })
  @ApiNotFoundResponse({ description: '`lane_not_found`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async remove(@Param('id', IdPipe) id: number, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.lanes.remove(id, versionOf(ifMatch));
  }

  @Post(':id/hold')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Hold a lane',
    description:
      'Nothing passes it, on any channel, until it is released. Takes over from a hold of Herald’s own (`by`: `delivery`), so that no probe opens it; one by hand stays as it is. The answer shows the hold that stands.',
  })
  @ApiOkResponse({ type: LaneDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`lane_not_found`' })
  async hold(
    @Param('id', IdPipe) id: number,
    @Body() { reason }: HoldLaneDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { kind, key } = await this.lanes.get(id);
    await this.lanes.hold(kind, key, { code: 'operator', message: reason }, 'operator');
    return tagged(await this.lanes.get(id), reply);
  }

  @Post(':id/release')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({ summary: 'Release a lane', description: 'Every channel of it; what was held goes on.' })
  @ApiOkResponse({ type: LaneDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`lane_not_found`' })
  async release(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.lanes.release(id), reply);
  }
}

function tagged(lane: Lane, reply: FastifyReply) {
  void reply.header('etag', etagOf(lane.version));
  return laneBody(lane);
}
