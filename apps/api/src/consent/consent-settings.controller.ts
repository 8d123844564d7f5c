import { type ConsentSetting, ConsentSettings } from '@herald/consent';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNoContentResponse,
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
import { nameOf, PutSettingDto, settingBody, SettingDto, SettingsDto } from './consent.dto';

@ApiTags('Consent')
@Controller('v1/consent/settings')
@RequireScope('read')
export class ConsentSettingsController {
  constructor(private readonly settings: ConsentSettings) {}

  @Get()
  @ApiOperation({
    summary: 'How far opt-outs reach, and HELP texts',
    description: 'By sender; without a row: everything.',
  })
  @ApiOkResponse({ type: SettingsDto })
  async list() {
    return { objects: (await this.settings.list()).map(settingBody) };
  }

  @Get(':sender')
  @ApiOperation({ summary: 'Read a sender’s settings' })
  @ApiOkResponse({ type: SettingDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`consent_setting_not_found`' })
  async get(@Param('sender') sender: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.settings.get(nameOf(sender)), reply);
  }

  @Put(':sender')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Set how far an opt-out to a sender reaches, and its HELP text',
    description:
      'A number, a src, a Powerpack, or `*`. What is suppressed already keeps its scope. `If-Match: *` writes whatever is there.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: SettingDto, headers: ETAG })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async put(
    @Param('sender') sender: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { scope, help_text: helpText }: PutSettingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.settings.put(nameOf(sender), { scope, helpText }, versionOf(ifMatch)), reply);
  }

  @Delete(':sender')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Remove a sender’s settings',
    description: 'It falls back to those of its Powerpack, then of all.',
  })
  @ApiNoContentResponse({ description: 'They are gone.' })
  @ApiNotFoundResponse({ description: '`consent_setting_not_found`' })
  async remove(@Param('sender') sender: string): Promise<void> {
    await this.settings.remove(nameOf(sender));
  }
}

function tagged(setting: ConsentSetting, reply: FastifyReply) {
  void reply.header('etag', etagOf(setting.version));
  return settingBody(setting);
}
