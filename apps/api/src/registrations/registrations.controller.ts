import {
  CampaignImports,
  RegistrationEnds,
  RegistrationNumbers,
  Registrations,
  type RegistrationView,
} from '@herald/senders';
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
import { ETAG, etagOf, IF_MATCH, versionOf } from '../http/etag';
import { IdPipe } from '../http/id.pipe';
import {
  CreateRegistrationDto,
  DeactivateDto,
  historyBody,
  ImportCampaignDto,
  NumbersDto,
  registrationBody,
  RegistrationDto,
  RegistrationHistoryDto,
  RegistrationPageDto,
  RegistrationQuery,
  SubmitRegistrationDto,
  UpdateRegistrationDto,
} from './registrations.dto';

@ApiTags('Registrations')
@Controller('v1/registrations')
@RequireScope('read')
export class RegistrationsController {
  constructor(
    private readonly registrations: Registrations,
    private readonly imports: CampaignImports,
    private readonly numbers: RegistrationNumbers,
    private readonly ends: RegistrationEnds,
  ) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({
    summary: 'Begin a registration',
    description:
      'Profile, brand, 10DLC campaign and numbers as one guided way: fill in as much as is known; the answer says what is wrong or ' +
      'missing, what is needed next and what it will cost. Nothing is sent before it is submitted.',
  })
  @ApiCreatedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`brand_not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`registration_invalid`' })
  async create(@Body() body: CreateRegistrationDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const { name, brand_id: brand, ...details } = body;
    const view = await this.registrations.create({ name, brand, details: given(details) });
    void reply.header('location', `/v1/registrations/${view.id}`);
    return tagged(view, reply);
  }

  @Post('import')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Import a 10DLC campaign',
    description:
      'One that was registered with The Campaign Registry elsewhere, and shared with the provider there. A worker asks for it at its ' +
      'next tick; then it is a registration like any other, but that it can only be changed where it was made. No fee.',
  })
  @ApiAcceptedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiConflictResponse({ description: '`campaign_known`, `registration_state`' })
  @ApiUnprocessableEntityResponse({ description: '`registration_invalid`' })
  async import(
    @Body() { name, campaign_id: campaignId }: ImportCampaignDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const view = await this.imports.begin({ name, campaignId });
    void reply.header('location', `/v1/registrations/${view.id}`);
    return tagged(view, reply);
  }

  @Get()
  @ApiOperation({ summary: 'List registrations', description: 'Newest first.' })
  @ApiOkResponse({ type: RegistrationPageDto })
  async page(@Query() { limit, cursor }: RegistrationQuery) {
    const views = await this.registrations.list(limit, cursor === undefined ? undefined : Number(cursor));
    const last = views.length === limit ? views.at(-1) : undefined;
    return { objects: views.map(registrationBody), next_cursor: last === undefined ? null : String(last.id) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Read a registration',
    description: 'Each step’s state and reason, what is needed next, what it costs.',
  })
  @ApiOkResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  async get(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.registrations.get(id), reply);
  }

  @Get(':id/history')
  @ApiOperation({
    summary: 'Read what became of its steps',
    description: 'Every change of a state, oldest first, with who said so.',
  })
  @ApiOkResponse({ type: RegistrationHistoryDto })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  async history(@Param('id', IdPipe) id: number) {
    return historyBody(await this.registrations.history(id));
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Fill in or correct a registration',
    description:
      'Only the fields given; null clears one. Steps that are with the provider cannot be changed, rejected ones can; a profile can in ' +
      'what the provider lets be changed (entity_type, company_name, vertical, address, authorized_contact, website, ' +
      'plivo_subaccount): submit it then.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  @ApiConflictResponse({ description: '`registration_state`' })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiUnprocessableEntityResponse({ description: '`registration_invalid`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async update(
    @Param('id', IdPipe) id: number,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { name, ...details }: UpdateRegistrationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const changes = { ...given(details), ...(name === undefined ? {} : { name }) };
    return tagged(await this.registrations.update(id, versionOf(ifMatch), changes), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Delete a registration', description: 'Only one of which nothing was ever sent.' })
  @ApiNoContentResponse({ description: 'The registration is gone.' })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  @ApiConflictResponse({ description: '`registration_state`' })
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.registrations.remove(id);
  }

  @Post(':id/submit')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Submit a registration',
    description:
      'Every open step, each as soon as what it builds on is registered; a rejected one again. Refused as a whole when anything in ' +
      'them breaks a rule of the provider, and when accept_cost is not what it costs: cost.total as it was read.',
  })
  @ApiBody({ type: SubmitRegistrationDto, required: false })
  @ApiAcceptedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  @ApiConflictResponse({ description: '`registration_state`, `cost_not_accepted`' })
  @ApiUnprocessableEntityResponse({ description: '`registration_invalid`, with every fault' })
  async submit(
    @Param('id', IdPipe) id: number,
    @Body() { through, accept_cost: acceptCost }: SubmitRegistrationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.registrations.submit(id, { through, acceptCost }), reply);
  }

  @Post(':id/refresh')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Ask the provider where it stands',
    description: 'At a worker’s next tick. Not needed: whatever no webhook told of is asked about in time.',
  })
  @ApiAcceptedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  async refresh(@Param('id', IdPipe) id: number, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.registrations.refresh(id), reply);
  }

  @Post(':id/deactivate')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Delete a step at the provider',
    description:
      'For ever, at a worker’s next tick: a campaign without numbers (which ends its monthly fee), a brand without campaigns, a ' +
      'profile without a brand.',
  })
  @ApiAcceptedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  @ApiConflictResponse({ description: '`registration_state`' })
  async deactivate(
    @Param('id', IdPipe) id: number,
    @Body() { step }: DeactivateDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.ends.end(id, step);
    return tagged(await this.registrations.get(id), reply);
  }

  @Post(':id/numbers')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Link numbers',
    description:
      'Now, or as soon as the campaign is registered. One that failed is asked for again. All of them or none.',
  })
  @ApiAcceptedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`' })
  @ApiConflictResponse({ description: '`number_state`, `registration_state`' })
  @ApiUnprocessableEntityResponse({ description: '`numbers_invalid`' })
  async link(
    @Param('id', IdPipe) id: number,
    @Body() { numbers }: NumbersDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.numbers.add(id, numbers);
    return tagged(await this.registrations.get(id), reply);
  }

  @Delete(':id/numbers/:number')
  @HttpCode(202)
  @RequireScope('write')
  @ApiOperation({ summary: 'Unlink a number', description: 'One that was never linked is forgotten at once.' })
  @ApiAcceptedResponse({ type: RegistrationDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`registration_not_found`, `number_not_found`' })
  @ApiConflictResponse({ description: '`number_state`' })
  async unlink(
    @Param('id', IdPipe) id: number,
    @Param('number') number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.numbers.remove(id, number);
    return tagged(await this.registrations.get(id), reply);
  }
}

/** Without what was not given. */
function given<T extends object>(details: T): { readonly [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(details).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { readonly [K in keyof T]: Exclude<T[K], undefined> };
}

function tagged(view: RegistrationView, reply: FastifyReply) {
  void reply.header('etag', etagOf(view.version));
  return registrationBody(view);
}
