import { KeywordTables, type StoredKeywordTable } from '@herald/consent';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import {
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
import {
  KeywordsDto,
  KeywordsListDto,
  keywordsBody,
  nameOf,
  PutKeywordsDto,
  ReplyQuery,
  ReplyMeaningDto,
} from './consent.dto';

@ApiTags('Consent')
@Controller('v1/keywords')
@RequireScope('read')
export class KeywordsController {
  constructor(private readonly tables: KeywordTables) {}

  @Get()
  @ApiOperation({
    summary: 'Keyword tables',
    description: 'What counts beside the built-in keywords, by sender and language.',
  })
  @ApiOkResponse({ type: KeywordsListDto })
  async list() {
    return { objects: (await this.tables.list()).map(keywordsBody) };
  }

  @Get(':sender/:language')
  @ApiOperation({
    summary: 'Read a keyword table',
    description: '`*` for every sender, `*` for no language in particular.',
  })
  @ApiOkResponse({ type: KeywordsDto, headers: ETAG })
  @ApiNotFoundResponse({ description: '`keyword_table_not_found`' })
  async get(
    @Param('sender') sender: string,
    @Param('language') language: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.tables.get(nameOf(sender), nameOf(language)), reply);
  }

  @Put(':sender/:language')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Make or replace a keyword table',
    description: 'All processes follow within about a second. `If-Match: *` writes whatever is there.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: KeywordsDto, headers: ETAG })
  @ApiPreconditionFailedResponse({ description: '`version_mismatch`' })
  @ApiUnprocessableEntityResponse({ description: '`keywords_invalid`' })
  @ApiResponse({ status: 428, description: '`if_match_required`' })
  async put(
    @Param('sender') sender: string,
    @Param('language') language: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() table: PutKeywordsDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(await this.tables.put(nameOf(sender), nameOf(language), table, versionOf(ifMatch)), reply);
  }

  @Delete(':sender/:language')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Remove a keyword table', description: 'The built-in keywords stay.' })
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiNotFoundResponse({ description: '`keyword_table_not_found`' })
  async remove(@Param('sender') sender: string, @Param('language') language: string): Promise<void> {
    await this.tables.remove(nameOf(sender), nameOf(language));
  }

  @Get('meaning')
  @ApiOperation({
    summary: 'Try a reply',
    description: 'What it would be taken for by one of our numbers. Nothing is done.',
  })
  @ApiOkResponse({ type: ReplyMeaningDto })
  async read(@Query() { text, to }: ReplyQuery) {
    return { meaning: await this.tables.read(text, to) };
  }
}

function tagged(table: StoredKeywordTable, reply: FastifyReply) {
  void reply.header('etag', etagOf(table.version));
  return keywordsBody(table);
}
