import { AppError } from '@herald/kernel';
import { Lanes } from '@herald/lanes';
import { Health } from '@herald/observability';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/public';
import { HealthDto, ReadyDto } from './health.dto';

@ApiTags('Health')
@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly lanes: Lanes,
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
      'Needs no API key. 503 while Postgres or Redis does not answer within two seconds, and while the process stops. `degraded` tells of held lanes.',
  })
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({ description: '`starting`, `stopping`, `not_ready`' })
  async ready(): Promise<object> {
    const problem = await this.health.notReady();
    if (problem !== undefined) throw new AppError('unavailable', problem.code, problem.message);
    const degraded = await this.degraded();
    return { status: 'ok', ...(degraded.length === 0 ? {} : { degraded }) };
  }

  /** No keys: whoever asks has shown none of his own, and a sender's lane is named by its number. */
  private async degraded(): Promise<object[]> {
    const book = await this.lanes.book().catch(() => undefined);
    return (book?.lanes ?? []).flatMap(({ kind, hold }) =>
      hold === null ? [] : [{ code: hold.code, lane: kind, since: hold.at }],
    );
  }
}
