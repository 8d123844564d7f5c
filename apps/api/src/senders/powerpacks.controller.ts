import { PowerpackDesk, type PowerpackWithPool } from '@herald/senders';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
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
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { ETAG, etagOf, IF_MATCH, versionOf } from '../http/etag';
import {
  AddPoolNumberDto,
  CreatePowerpackDto,
  powerpackBody,
  PowerpackDto,
  PowerpacksDto,
  powerpackWithPoolBody,
  RemovePoolNumberQuery,
  RemovePowerpackQuery,
  UpdatePowerpackDto,
} from './powerpacks.dto';

const AWAY = '`provider_unavailable`, `provider_no_answer`';

@ApiTags('Powerpacks')
@Controller('v1/powerpacks')
@RequireScope('read')
export class PowerpacksController {
  constructor(private readonly desk: PowerpackDesk) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({ summary: 'Make a Powerpack', description: 'At the provider; an empty pool comes with it.' })
  @ApiCreatedResponse({ type: PowerpackDto, headers: ETAG })
  @ApiConflictResponse({ description: '`powerpack_name_taken`, `provider_refused`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`powerpack_invalid`' })
  async create(@Body() body: CreatePowerpackDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const powerpack = await this.desk.create(body);
    void reply.header('location', `/v1/powerpacks/${powerpack.uuid}`);
    return tagged(powerpack, reply);
  }

  @Get()
  @ApiOperation({ summary: 'List the Powerpacks', description: 'By name, as the provider showed them last.' })
  @ApiOkResponse({ type: PowerpacksDto })
  async list() {
    return { objects: (await this.desk.list()).map(powerpackBody) };
  }

  @Get(':uuid')
  @ApiOperation({ summary: 'Read a Powerpack and its pool' })
  @ApiOkResponse({ type: PowerpackDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`powerpack_not_found`' })
  async get(@Param('uuid') uuid: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.desk.get(uuid), reply);
  }

  @Patch(':uuid')
  @RequireScope('write')
  @ApiOperation({ summary: 'Change a Powerpack', description: 'Only the fields given.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: PowerpackDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`powerpack_not_found`' })
  @ApiConflictResponse({ description: '`powerpack_name_taken`, `powerpack_gone`, `provider_refused`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`powerpack_invalid`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async update(
    @Param('uuid') uuid: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: UpdatePowerpackDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.desk.update(uuid, versionOf(ifMatch), body), reply);
  }

  @Delete(':uuid')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Delete a Powerpack for ever' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone, at the provider too.' })
  @ApiNotFoundResponse({ description: '`powerpack_not_found`' })
  @ApiConflictResponse({ description: '`powerpack_in_use`, `powerpack_gone`, `provider_refused`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async remove(
    @Param('uuid') uuid: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Query() { unrent_numbers: unrentNumbers }: RemovePowerpackQuery,
  ): Promise<void> {
    await this.desk.remove(uuid, versionOf(ifMatch), unrentNumbers);
  }

  @Post(':uuid/numbers')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Put a number into the pool',
    description: 'A long code or a toll-free number, of which a pool holds one. Short codes come by the provider.',
  })
  @ApiOkResponse({ type: PowerpackDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`powerpack_not_found`' })
  @ApiConflictResponse({
    description:
      '`shortcode_not_addable`, `pool_member_exists`, `pool_tollfree_taken`, `sender_disabled`, `sender_incapable`, `powerpack_gone`, `pool_unknown`, `provider_refused`',
  })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`pool_number_invalid`' })
  async add(
    @Param('uuid') uuid: string,
    @Body() { number, service }: AddPoolNumberDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.desk.add(uuid, number, service), reply);
  }

  @Post(':uuid/numbers/:number/refresh')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Ask the provider for one number of the pool',
    description:
      'Whether it is there, for SMS or MMS, of which country: kept as it is shown. A sync does so for every number of every pool.',
  })
  @ApiOkResponse({ type: PowerpackDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`powerpack_not_found`, `pool_member_not_found`' })
  @ApiConflictResponse({ description: '`powerpack_gone`, `pool_unknown`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`pool_number_invalid`' })
  async refresh(
    @Param('uuid') uuid: string,
    @Param('number') number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.desk.refresh(uuid, number), reply);
  }

  @Delete(':uuid/numbers/:number')
  @RequireScope('write')
  @ApiOperation({ summary: 'Take a number or short code out of the pool' })
  @ApiOkResponse({ type: PowerpackDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`powerpack_not_found`, `pool_member_not_found`' })
  @ApiConflictResponse({ description: '`powerpack_gone`, `pool_unknown`, `provider_refused`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`unrent_invalid`' })
  async take(
    @Param('uuid') uuid: string,
    @Param('number') number: string,
    @Query() { unrent }: RemovePoolNumberQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.desk.take(uuid, number, unrent), reply);
  }
}

function tagged(powerpack: PowerpackWithPool, reply: FastifyReply) {
  void reply.header('etag', etagOf(powerpack.version));
  return powerpackWithPoolBody(powerpack);
}
