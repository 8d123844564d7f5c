import { MediaCopies, MediaLibrary } from '@herald/content';
import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import {
  MediaPageDto,
  MediaQuery,
  MediaUploadDto,
  MediumCheckDto,
  mediumBody,
  MediumDto,
  storedBody,
} from './media.dto';
import { filesOf } from './media-form';

@ApiTags('Media')
@Controller('v1/media')
@RequireScope('read')
export class MediaController {
  constructor(
    private readonly library: MediaLibrary,
    private readonly copies: MediaCopies,
  ) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({
    summary: 'Upload media',
    description:
      'A form of 1 to 10 files, all taken or none: jpg, png, gif, mp4, pdf or text by their bytes, at most 2 MB each. The same bytes are one medium, so a repeat changes nothing. The provider gets them when a campaign needs them there.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
      required: ['file'],
    },
  })
  @ApiCreatedResponse({ type: MediaUploadDto })
  @ApiPayloadTooLargeResponse({ description: '`media_too_large`' })
  @ApiUnsupportedMediaTypeResponse({ description: '`upload_type_unsupported`, `media_type_unsupported`' })
  @ApiUnprocessableEntityResponse({
    description: '`media_missing`, `media_too_many`, `media_empty`, `media_name_invalid`, `upload_incomplete`',
  })
  async upload(@Req() request: FastifyRequest) {
    const stored = await this.library.store(await filesOf(request, this.library));
    return { objects: stored.map(storedBody) };
  }

  @Get()
  @ApiOperation({ summary: 'List media', description: 'Newest first.' })
  @ApiOkResponse({ type: MediaPageDto })
  async list(@Query() { limit, cursor }: MediaQuery) {
    const found = await this.library.list(limit + 1, cursor === undefined ? undefined : Number(cursor));
    const objects = found.slice(0, limit);
    return {
      objects: objects.map(mediumBody),
      next_cursor: found.length > limit ? String(objects.at(-1)?.id) : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a medium' })
  @ApiOkResponse({ type: MediumDto })
  @ApiNotFoundResponse({ description: '`media_not_found`' })
  async get(@Param('id', IdPipe) id: number) {
    return mediumBody(await this.library.get(id));
  }

  @Post(':id/refresh')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Ask whether the provider still has a medium',
    description:
      'About the newest copy Herald knows of. One that is gone is forgotten: it is uploaded anew when a campaign needs it, and campaigns that run with it wait for that.',
  })
  @ApiOkResponse({ type: MediumCheckDto })
  @ApiNotFoundResponse({ description: '`media_not_found`' })
  @ApiConflictResponse({ description: '`provider_refused`' })
  @ApiServiceUnavailableResponse({ description: '`provider_unavailable`, `provider_throttled`' })
  async refresh(@Param('id', IdPipe) id: number) {
    await this.library.get(id);
    const copy = await this.copies.check(id);
    return { ...mediumBody(await this.library.get(id)), copy };
  }

  @Get(':id/file')
  @ApiOperation({ summary: 'Download a medium' })
  @ApiOkResponse({
    description: 'The bytes as they were uploaded',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiNotFoundResponse({ description: '`media_not_found`' })
  async download(@Param('id', IdPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.library.file(id);
    // Somebody else's file is never shown as a page of ours.
    await reply
      .header('content-type', file.content_type)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.file_name)}`)
      .header('x-content-type-options', 'nosniff')
      .send(file.data);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Delete a medium', description: 'Not while a campaign that has not ended needs it.' })
  @ApiNoContentResponse({ description: 'The medium is gone.' })
  @ApiNotFoundResponse({ description: '`media_not_found`' })
  @ApiConflictResponse({ description: '`media_in_use`' })
  async delete(@Param('id', IdPipe) id: number): Promise<void> {
    await this.library.delete(id);
  }
}
