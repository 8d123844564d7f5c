import { SuppressionService } from '@herald/consent';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import {
  AddSuppressionsDto,
  suppressionBody,
  SuppressionDto,
  SuppressionPageDto,
  SuppressionQuery,
  SuppressionsAddedDto,
} from './suppressions.dto';

@ApiTags('Suppressions')
@Controller('v1/suppressions')
@RequireScope('read')
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionService) {}

  @Post()
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Suppress numbers',
    description:
      'None of them is sent to again, by any campaign whose batches are not yet being sent. All or, when one is no E.164 number, none. Adding a number twice changes nothing.',
  })
  @ApiOkResponse({ type: SuppressionsAddedDto })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`' })
  add(@Body() { phone, phones, reason, source }: AddSuppressionsDto): Promise<object> {
    return this.suppressions.add(phones ?? (phone === undefined ? [] : [phone]), { reason, source });
  }

  @Get()
  @ApiOperation({ summary: 'List suppressed numbers', description: 'In the order of the numbers.' })
  @ApiOkResponse({ type: SuppressionPageDto })
  async page(@Query() { limit, cursor }: SuppressionQuery) {
    const { objects, nextCursor } = await this.suppressions.list(limit, cursor);
    return { objects: objects.map(suppressionBody), next_cursor: nextCursor };
  }

  @Get(':phone')
  @ApiOperation({ summary: 'Is a number suppressed?' })
  @ApiOkResponse({ type: SuppressionDto })
  @ApiNotFoundResponse({ description: '`suppression_not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`' })
  async get(@Param('phone') phone: string) {
    return suppressionBody(await this.suppressions.get(phone));
  }

  @Delete(':phone')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Allow a number again' })
  @ApiNoContentResponse({ description: 'It is not suppressed any more.' })
  @ApiNotFoundResponse({ description: '`suppression_not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`' })
  async remove(@Param('phone') phone: string): Promise<void> {
    await this.suppressions.remove(phone);
  }
}
