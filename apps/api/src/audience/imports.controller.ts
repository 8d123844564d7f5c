import { ImportRejects, ImportService, ListService } from '@herald/audience';
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiProduces,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { IdempotentRoute } from '../http/idempotent-route';
import { CsvUploads } from './csv-upload';
import { importBody, ImportDto, ImportPageDto, ImportQuery } from './imports.dto';
import { PageQuery } from './lists.dto';
import { pageBody, pageOf } from './page';

const ACCEPTED = 202;

@ApiTags('Imports')
@Controller('v1')
@RequireScope('read')
export class ImportsController {
  constructor(
    private readonly lists: ListService,
    private readonly imports: ImportService,
    private readonly rejects: ImportRejects,
    private readonly uploads: CsvUploads,
    private readonly idempotent: IdempotentRoute,
  ) {}

  @Post('lists/:id/imports')
  @HttpCode(ACCEPTED)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Import a CSV into a list',
    description:
      'Streamed, up to the configured size. Encoding, delimiter and columns are recognised; the query (or, in a form, a JSON part `options` with the same fields) overrules the guess. Answers as soon as the file is stored and its beginning looks right; watch the import for the rest.',
  })
  @ApiConsumes('text/csv', 'multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' }, options: { type: 'string' } },
      required: ['file'],
    },
  })
  @ApiAcceptedResponse({ type: ImportDto, headers: { Location: { schema: { type: 'string' } } } })
  @ApiUnprocessableEntityResponse({
    description:
      '`empty_file`, `not_a_csv`, `header_only`, `no_phone_column`, `unknown_column`, `unknown_country`, `upload_incomplete`, `file_missing`, `invalid_options`',
  })
  @ApiNotFoundResponse({ description: '`list_not_found`' })
  @ApiPayloadTooLargeResponse({ description: '`upload_too_large`' })
  @ApiUnsupportedMediaTypeResponse({ description: '`upload_type_unsupported`' })
  @ApiServiceUnavailableResponse({ description: '`storage_full`' })
  async create(
    @Param('id', IdPipe) listId: number,
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const key = this.idempotent.keyOf(request);
    // Before the body: nobody should send a gigabyte to a list that isn't there.
    await this.lists.get(listId);
    const { file, fileName, options } = await this.uploads.receive(request, query);
    const start = async () => importBody(await this.imports.start({ listId, file, fileName, options }));
    let body: ReturnType<typeof importBody>;
    if (key === undefined) {
      body = await start();
    } else {
      body = await this.startOnce(request, key, { file, content: JSON.stringify([fileName, options]) }, start);
    }
    void reply.header('location', `/v1/imports/${String(body.id)}`);
    return body;
  }

  @Get('lists/:id/imports')
  @ApiOperation({ summary: 'Imports of a list', description: 'Newest first.' })
  @ApiOkResponse({ type: ImportPageDto })
  @ApiNotFoundResponse({ description: '`list_not_found`' })
  async page(@Param('id', IdPipe) listId: number, @Query() query: PageQuery) {
    const found = await this.imports.page(listId, pageOf(query));
    return pageBody(found.map(importBody), query.limit);
  }

  @Get('imports/:id')
  @ApiOperation({ summary: 'Read an import', description: 'Its figures move with every chunk of rows.' })
  @ApiOkResponse({ type: ImportDto })
  @ApiNotFoundResponse({ description: '`import_not_found`' })
  async get(@Param('id', IdPipe) id: number) {
    return importBody(await this.imports.get(id));
  }

  @Get('imports/:id/rejects.csv')
  @ApiOperation({
    summary: 'Rows that did not become contacts, as CSV',
    description:
      'Row number, kind (duplicate or reject), code, column, what to do, then the original cells. UTF-8 with a byte order mark; cells that a spreadsheet would run as a formula begin with an apostrophe.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: '`import_not_found`' })
  async rejectsCsv(@Param('id', IdPipe) id: number): Promise<StreamableFile> {
    const pieces = await this.rejects.csv(id);
    return new StreamableFile(Readable.from(pieces, { objectMode: false, highWaterMark: 1 }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="import-${String(id)}-rejects.csv"`,
    });
  }

  /** A repeat is told the first answer; its own copy of the file goes. */
  private async startOnce<T>(
    request: FastifyRequest,
    key: string,
    { file, content }: { file: Parameters<ImportService['discard']>[0]; content: string },
    start: () => Promise<T>,
  ): Promise<T> {
    let started: T | undefined;
    try {
      await this.idempotent.run(request, key, Buffer.concat([file.sha256, Buffer.from(content)]), async () => {
        started = await start();
        return { status: ACCEPTED, body: started };
      });
    } finally {
      if (started === undefined) await this.imports.discard(file);
    }
    if (started === undefined) throw new Error('The import was not started');
    return started;
  }
}
