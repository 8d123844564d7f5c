import { ImportService } from '@herald/audience';
import { BlastService } from '@herald/campaigns';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { IdempotentRoute } from '../http/idempotent-route';
import { type BlastForm, BlastForms } from './blast-form';
import { blastBody, BlastDto } from './blasts.dto';

const ACCEPTED = 202;

@ApiTags('Campaigns')
@Controller('v1/blasts')
@RequireScope('write')
export class BlastsController {
  constructor(
    private readonly forms: BlastForms,
    private readonly blasts: BlastService,
    private readonly imports: ImportService,
    private readonly idempotent: IdempotentRoute,
  ) {}

  @Post()
  @HttpCode(ACCEPTED)
  @ApiOperation({
    summary: 'Import, plan and launch in one call',
    description:
      'A form with the parts `campaign` (JSON as for POST /v1/campaigns, `list_id` optional, `accept_forecast` as for a launch; must come first), `file` (the CSV, streamed) and, if needed, `import` (JSON options as for an import). Its forecast is judged when it is planned: one that crosses its deadline or expiry is paused with the reason `forecast_refused`. Repeating it with the same Idempotency-Key never makes a second campaign.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true, schema: { type: 'string', maxLength: 255 } })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      properties: {
        campaign: { type: 'string', description: 'JSON' },
        import: { type: 'string', description: 'JSON' },
        file: { type: 'string', format: 'binary' },
      },
      required: ['campaign', 'file'],
    },
  })
  @ApiAcceptedResponse({ type: BlastDto, headers: { Location: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: '`list_not_found`' })
  @ApiConflictResponse({ description: '`sender_not_ready`' })
  @ApiPayloadTooLargeResponse({ description: '`upload_too_large`' })
  @ApiUnsupportedMediaTypeResponse({ description: '`upload_type_unsupported`' })
  @ApiServiceUnavailableResponse({ description: '`storage_full`' })
  @ApiUnprocessableEntityResponse({
    description:
      '`idempotency_key_required`, `campaign_part_first`, `campaign_invalid`, `import_invalid`, `file_missing`, and all of POST /v1/campaigns and of POST /v1/lists/{id}/imports',
  })
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const key = this.idempotent.requiredKeyOf(request);
    const body = await this.launchOnce(request, key, await this.forms.receive(request));
    void reply.header('location', `/v1/campaigns/${body.campaign.id}`);
    return body;
  }

  /** The answer is stored in the transaction that makes the campaign: a repeat after a crash finds both or neither. */
  private async launchOnce(request: FastifyRequest, key: string, { blast, ...upload }: BlastForm) {
    const content = [upload.file.sha256, Buffer.from(JSON.stringify([blast, upload.options, upload.fileName]))];
    let body: ReturnType<typeof blastBody> | undefined;
    try {
      await this.idempotent.run(request, key, Buffer.concat(content), async (recorder) => {
        const launched = await this.blasts.launch(blast, upload, (tx, made) =>
          recorder.record(tx, { status: ACCEPTED, body: blastBody(made) }),
        );
        body = blastBody(launched);
        return { status: ACCEPTED, body };
      });
    } finally {
      // A repeat is told the first answer; its own copy of the file is not needed.
      if (body === undefined) await this.imports.discard(upload.file);
    }
    if (body === undefined) throw new Error('the blast was not launched');
    return body;
  }
}
