import { type KnownSender, PowerpackDesk, SenderDirectory, Senders } from '@herald/senders';
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
import { PowerpacksDto, powerpackBody } from './powerpacks.dto';
import {
  CreateSenderDto,
  problemsBody,
  senderBody,
  SenderCheckQuery,
  SenderDto,
  SenderPageDto,
  SenderProblemsDto,
  SenderQuery,
  SenderWithPoolsDto,
  UpdateSenderDto,
} from './senders.dto';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@ApiTags('Senders')
@Controller('v1/senders')
@RequireScope('read')
export class SendersController {
  constructor(
    private readonly directory: SenderDirectory,
    private readonly senders: Senders,
    private readonly powerpacks: PowerpackDesk,
  ) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({
    summary: 'Register a sender by hand',
    description:
      'Numbers of pools, toll-free numbers and linked numbers are taken over from the provider by themselves.',
  })
  @ApiCreatedResponse({ type: SenderDto, headers: ETAG })
  @ApiConflictResponse({ description: '`sender_exists`' })
  @ApiUnprocessableEntityResponse({ description: '`sender_invalid`' })
  async create(@Body() body: CreateSenderDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const sender = await this.directory.register(body);
    void reply.header('location', `/v1/senders/${sender.sender}`);
    return tagged(sender, reply);
  }

  @Post('sync')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Take over Powerpacks and pools from the provider now',
    description: 'As is done every few minutes.',
  })
  @ApiOkResponse({ type: PowerpacksDto })
  @ApiConflictResponse({ description: '`provider_refused`' })
  @ApiServiceUnavailableResponse({ description: '`provider_unavailable`, `provider_no_answer`' })
  async sync() {
    return { objects: (await this.powerpacks.syncAll()).map(powerpackBody) };
  }

  @Get()
  @ApiOperation({ summary: 'List the senders', description: 'In the order of their keys.' })
  @ApiOkResponse({ type: SenderPageDto })
  async page(@Query() { type, state, limit, cursor }: SenderQuery) {
    const objects = await this.directory.list({
      limit,
      ...(type === undefined ? {} : { type }),
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    const last = objects.length === limit ? objects.at(-1) : undefined;
    return { objects: objects.map(senderBody), next_cursor: last?.sender ?? null };
  }

  @Get(':sender')
  @ApiOperation({ summary: 'Read a sender' })
  @ApiOkResponse({ type: SenderWithPoolsDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`sender_not_found`' })
  async get(@Param('sender') key: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { powerpacks, ...sender } = await this.directory.get(key);
    return { ...tagged(sender, reply), powerpacks };
  }

  @Get(':sender/check')
  @ApiOperation({
    summary: 'What would a campaign from it fail for?',
    description: 'The same is asked at launch, and shown by a forecast with the daily caps.',
  })
  @ApiOkResponse({ type: SenderProblemsDto })
  async check(@Param('sender') sender: string, @Query() { channel, countries }: SenderCheckQuery) {
    const destinations = (countries?.toUpperCase().split(',') ?? []).map((country) => ({ country, units: 0 }));
    const from = UUID.test(sender)
      ? { src: null, powerpack_uuid: sender.toLowerCase() }
      : { src: sender, powerpack_uuid: null };
    return problemsBody(await this.senders.check(from, { channel, destinations }));
  }

  @Patch(':sender')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Change a sender',
    description: 'Only the fields given. It is the operator’s word from then on.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: SenderDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`sender_not_found`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiUnprocessableEntityResponse({ description: '`sender_invalid`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async update(
    @Param('sender') sender: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: UpdateSenderDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.directory.update(sender, versionOf(ifMatch), body), reply);
  }

  @Delete(':sender')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Forget a sender', description: 'Not one that a pool shows: that is disabled.' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is not known any more.' })
  @ApiNotFoundResponse({ description: '`sender_not_found`' })
  @ApiConflictResponse({ description: '`sender_in_pool`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async remove(@Param('sender') sender: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.directory.remove(sender, versionOf(ifMatch));
  }
}

function tagged(sender: KnownSender, reply: FastifyReply) {
  void reply.header('etag', etagOf(sender.version));
  return senderBody(sender);
}
