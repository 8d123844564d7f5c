import { type Metrics, METRICS } from '@herald/observability';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';

// Prometheus 3 refuses to scrape what does not name its format.
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

@ApiTags('Health')
@Controller('metrics')
@RequireScope('read')
export class MetricsController {
  constructor(@Inject(METRICS) private readonly metrics: Metrics) {}

  @Get()
  @Header('content-type', TEXT_FORMAT)
  @ApiOperation({
    summary: 'Metrics for Prometheus',
    description: 'This process, the queues, and what the ledger counts. docs/metrics.md explains each.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: "Prometheus' text format", schema: { type: 'string' } })
  text(): Promise<string> {
    return this.metrics.text();
  }
}
