import { TollfreeDesk, type Verification } from '@herald/senders';
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
import { IdPipe } from '../http/id.pipe';
import {
  CreateVerificationDto,
  UpdateVerificationDto,
  verificationBody,
  VerificationDto,
  VerificationPageDto,
  VerificationQuery,
} from './tollfree.dto';

const REFUSALS = '`verification_open`, `usecase_rejected`, `provider_refused`';
const AWAY = '`provider_unavailable`, `provider_no_answer`';

@ApiTags('Toll-free verification')
@Controller('v1/tollfree-verifications')
@RequireScope('read')
export class TollfreeController {
  constructor(private readonly desk: TollfreeDesk) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({
    summary: 'Have a toll-free number verified',
    description:
      'Checked by the reference’s rules before the provider is asked. What it refuses is kept as a draft. In the state submitting the provider did not answer: it is asked again.',
  })
  @ApiCreatedResponse({ type: VerificationDto, headers: ETAG })
  @ApiConflictResponse({ description: REFUSALS })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`verification_invalid`' })
  async create(@Body() body: CreateVerificationDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const verification = await this.desk.create(body);
    void reply.header('location', `/v1/tollfree-verifications/${verification.id}`);
    return tagged(verification, reply);
  }

  @Get()
  @ApiOperation({ summary: 'List the verifications', description: 'Newest first.' })
  @ApiOkResponse({ type: VerificationPageDto })
  async page(@Query() { number, state, limit, cursor }: VerificationQuery) {
    const objects = await this.desk.list({
      limit,
      ...(number === undefined ? {} : { number: number.replace(/\D/g, '') }),
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { before: Number(cursor) }),
    });
    const last = objects.length === limit ? objects.at(-1) : undefined;
    return { objects: objects.map(verificationBody), next_cursor: last === undefined ? null : String(last.id) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a verification' })
  @ApiOkResponse({ type: VerificationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`verification_not_found`' })
  async get(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.desk.get(id), reply);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Change a verification',
    description: 'Hands it in again. While it is submitted, or for six days after changes were asked for.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: VerificationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`verification_not_found`' })
  @ApiConflictResponse({ description: `\`verification_state\`, ${REFUSALS}` })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`verification_invalid`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async update(
    @Param('id', IdPipe) id: number,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: UpdateVerificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.desk.edit(id, versionOf(ifMatch), given(body)), reply);
  }

  @Post(':id/resubmit')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Hand in a draft, or another in place of a rejected one',
    description: 'With changes. A use case that was rejected for the number is not handed in for it again.',
  })
  @ApiCreatedResponse({ type: VerificationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`verification_not_found`' })
  @ApiConflictResponse({ description: `\`verification_state\`, ${REFUSALS}` })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiUnprocessableEntityResponse({ description: '`verification_invalid`' })
  async resubmit(
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateVerificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.desk.resubmit(id, given(body)), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Withdraw a verification',
    description: 'While it is a draft, submitted, processing or update_required.',
  })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is withdrawn.' })
  @ApiNotFoundResponse({ description: '`verification_not_found`' })
  @ApiConflictResponse({ description: '`verification_state`, `provider_refused`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiServiceUnavailableResponse({ description: AWAY })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async remove(@Param('id', IdPipe) id: number, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.desk.remove(id, versionOf(ifMatch));
  }
}

function given(body: UpdateVerificationDto) {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function tagged(verification: Verification, reply: FastifyReply) {
  void reply.header('etag', etagOf(verification.version));
  return verificationBody(verification);
}
