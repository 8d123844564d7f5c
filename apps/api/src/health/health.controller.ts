import { AppError } from '@herald/kernel';
import { Health } from '@herald/observability';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/public';
import { HealthDto } from './health.dto';

@ApiTags('Health')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly health: Health) {}

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
  @ApiServiceUnavailableResponse({ description: '`starting`, `stopping`, `not_ready`' })
  async ready(): Promise<object> {
    const problem = await this.health.notReady();
    if (problem !== undefined) throw new AppError('unavailable', problem.code, problem.message);
    return { status: 'ok' };
  }
}
