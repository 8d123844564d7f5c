import { FailurePolicies, type FailurePolicy } from '@herald/consent';
import { Body, Controller, Get, Headers, Param, Put, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { ETAG, etagOf, IF_MATCH, versionOf } from '../http/etag';
import { IdPipe } from '../http/id.pipe';
import { PoliciesDto, policyBody, PolicyDto, PutPolicyDto } from './consent.dto';

@ApiTags('Consent')
@Controller('v1/consent/policies')
@RequireScope('read')
export class FailurePoliciesController {
  constructor(private readonly policies: FailurePolicies) {}

  @Get()
  @ApiOperation({
    summary: 'Which error codes suppress a number',
    description:
      'And after how many campaigns. Looked for about once a minute, ten minutes after a failure (200: at once).',
  })
  @ApiOkResponse({ type: PoliciesDto })
  async list() {
    return { objects: (await this.policies.list()).map(policyBody) };
  }

  @Get(':code')
  @ApiOperation({ summary: 'Read one' })
  @ApiOkResponse({ type: PolicyDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`failure_policy_not_found`' })
  async get(@Param('code', IdPipe) code: number, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.policies.get(code), reply);
  }

  @Put(':code')
  @RequireScope('write')
  @ApiOperation({ summary: 'Make or replace one', description: '`If-Match: *` writes whatever is there.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: PolicyDto, headers: ETAG })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async put(
    @Param('code', IdPipe) code: number,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() policy: PutPolicyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.policies.put(code, policy, versionOf(ifMatch)), reply);
  }
}

function tagged(policy: FailurePolicy, reply: FastifyReply) {
  void reply.header('etag', etagOf(policy.version));
  return policyBody(policy);
}
