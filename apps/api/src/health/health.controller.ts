import { AppError } from '@herald/kernel';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/public';
import { Shutdown } from '../http/shutdown';
import { HealthDto } from './health.dto';
import { ServiceProbe } from './service-probe';

@ApiTags('Health')
@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly probe: ServiceProbe,
    private readonly shutdown: Shutdown,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Is the process alive?', description: 'Needs no API key. Looks at nothing but itself.' })
  @ApiOkResponse({ type: HealthDto })
  live(): object {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'May requests be sent here?',
    description:
      'Needs no API key. 503 while Postgres or Redis does not answer within two seconds, and while the process stops.',
  })
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ description: '`stopping`, `not_ready`' })
  async ready(): Promise<object> {
    if (this.shutdown.underWay) throw new AppError('unavailable', 'stopping', 'This process is stopping.');
    const failing = await this.probe.failing();
    if (failing.length === 0) return { status: 'ok' };
    throw new AppError('unavailable', 'not_ready', `No answer from ${failing.join(' and ')}.`);
  }
}
