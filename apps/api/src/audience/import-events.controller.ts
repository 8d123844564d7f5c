import { ImportService, isOver } from '@herald/audience';
import { sleep } from '@herald/kernel';
import { Controller, type MessageEvent, Param, Sse, SseSignal, UseGuards } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { from, type Observable } from 'rxjs';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { ImportExistsGuard } from './import-exists.guard';
import { importBody } from './imports.dto';

const EVERY_MS = 1_000;
// Proxies close connections that are silent for longer.
const COMMENT_EVERY_MS = 15_000;

@ApiTags('Imports')
@Controller('v1/imports')
@RequireScope('read')
export class ImportEventsController {
  constructor(private readonly imports: ImportService) {}

  @Sse(':id/events')
  @UseGuards(ImportExistsGuard)
  @ApiOperation({
    summary: 'Live progress of an import (server-sent events)',
    description:
      'An event `progress` at once and then at most once a second, while anything changes; one event `end` when the import is over, and the stream closes. Each carries the import.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: '`import_not_found`' })
  events(@Param('id', IdPipe) id: number, @SseSignal() signal: AbortSignal): Observable<MessageEvent> {
    return from(this.watch(id, signal));
  }

  private async *watch(id: number, signal: AbortSignal): AsyncGenerator<MessageEvent> {
    let told = '';
    let toldAt = 0;
    while (!signal.aborted) {
      const found = await this.imports.get(id);
      const body = importBody(found);
      if (isOver(found.state)) {
        yield { type: 'end', data: body, retry: EVERY_MS };
        return;
      }
      const text = JSON.stringify(body);
      if (text !== told) {
        yield { type: 'progress', data: body, retry: EVERY_MS };
        [told, toldAt] = [text, performance.now()];
      } else if (performance.now() - toldAt > COMMENT_EVERY_MS) {
        yield { comment: 'still here' };
        toldAt = performance.now();
      }
      await sleep(EVERY_MS, signal);
    }
  }
}
