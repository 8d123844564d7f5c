import { Backlog } from '@herald/delivery';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { RequireScope } from '../access/require-scope';

class BacklogDto extends createZodDto(
  z.object({
    objects: z.array(
      z.object({
        kind: z.string().meta({ example: 'account_messages' }),
        key: z.string().meta({ description: 'Empty for the account' }),
        units: z.int(),
        messages: z.int(),
        units_per_second: z.number(),
        drains_in_seconds: z.int(),
      }),
    ),
  }),
) {}

@ApiTags('Lanes')
@Controller('v1/backlog')
@RequireScope('read')
export class BacklogController {
  constructor(private readonly backlog: Backlog) {}

  @Get()
  @ApiOperation({
    summary: 'What waits at the provider',
    description:
      'By lane, longest first: accepted and not seen to have been sent. It cannot be called back. Estimated, rather too much.',
  })
  @ApiOkResponse({ type: BacklogDto })
  async list() {
    return { objects: await this.backlog.waiting() };
  }
}
