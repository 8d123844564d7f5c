import { SuppressionFiles } from '@herald/consent';
import { AppError } from '@herald/kernel';
import { Controller, Get, HttpCode, Post, Query, Req, StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { RequireScope } from '../access/require-scope';
import { actorOf } from './actor';
import { filterOf, ImportSuppressionsQuery, SuppressionFilterQuery, SuppressionsImportedDto } from './suppressions.dto';

@ApiTags('Suppressions')
@Controller('v1')
@RequireScope('read')
export class SuppressionFilesController {
  constructor(private readonly files: SuppressionFiles) {}

  @Get('suppressions.csv')
  @ApiOperation({
    summary: 'All suppressions as CSV',
    description:
      'Streamed, whatever the size; an import takes it as it is. A connection that ends early means an incomplete file.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  csv(@Query() filter: SuppressionFilterQuery): StreamableFile {
    const chunks = this.files.export(filterOf(filter));
    return new StreamableFile(Readable.from(chunks, { objectMode: false, highWaterMark: 1 }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="suppressions.csv"',
    });
  }

  @Post('suppressions/import')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Suppress the numbers of a CSV',
    description:
      'Streamed. A column `phone` (E.164), and if wanted `scope`, `key`, `reason`, `source`; or numbers only, without a header. Rows that can’t be read are told and left out, the others hold as soon as they are read. Sending a file again changes nothing, so it needs no Idempotency-Key.',
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: SuppressionsImportedDto })
  @ApiUnprocessableEntityResponse({ description: '`no_phone_column`, `not_a_csv`, `empty_file`' })
  @ApiUnsupportedMediaTypeResponse({ description: '`upload_type_unsupported`' })
  import(@Query() { reason, source }: ImportSuppressionsQuery, @Req() request: FastifyRequest): Promise<object> {
    if (!(request.body instanceof Readable)) {
      const message = 'Send the CSV as the body with Content-Type text/csv.';
      throw new AppError('unsupported_media_type', 'upload_type_unsupported', message);
    }
    return this.files.import(request.body, { reason, source, actor: actorOf(request) });
  }
}
