import { SuppressionService } from '@herald/consent';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { actorOf } from './actor';
import {
  AddSuppressionsDto,
  filterOf,
  RemoveSuppressionQuery,
  suppressionBody,
  SuppressionDto,
  SuppressionPageDto,
  SuppressionQuery,
  SuppressionsAddedDto,
  whereOf,
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
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`, `scope_invalid`' })
  add(@Body() body: AddSuppressionsDto, @Req() request: FastifyRequest): Promise<object> {
    const { phone, phones = phone === undefined ? [] : [phone], scope, key, reason, source } = body;
    return this.suppressions.add(phones, { reason, source, actor: actorOf(request) }, { scope, key });
  }

  @Get()
  @ApiOperation({ summary: 'List suppressed numbers', description: 'In the order of the numbers.' })
  @ApiOkResponse({ type: SuppressionPageDto })
  @ApiUnprocessableEntityResponse({ description: '`cursor_invalid`' })
  async page(@Query() { limit, cursor, ...filter }: SuppressionQuery) {
    const { objects, nextCursor } = await this.suppressions.list(limit, cursor, filterOf(filter));
    return { objects: objects.map(suppressionBody), next_cursor: nextCursor };
  }

  @Get(':phone')
  @ApiOperation({ summary: 'Is a number suppressed?', description: 'The widest suppression it has, and the others.' })
  @ApiOkResponse({ type: SuppressionDto })
  @ApiNotFoundResponse({ description: '`suppression_not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`' })
  async get(@Param('phone') phone: string) {
    const [widest, ...others] = (await this.suppressions.get(phone)).map(suppressionBody);
    return { ...widest, others };
  }

  @Delete(':phone')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Allow a number again',
    description: 'All its suppressions go, or the one that `scope` and `key` name. Its history stays.',
  })
  @ApiNoContentResponse({ description: 'It is not suppressed any more.' })
  @ApiNotFoundResponse({ description: '`suppression_not_found`' })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`, `scope_invalid`' })
  async remove(
    @Param('phone') phone: string,
    @Query() { reason, source, ...where }: RemoveSuppressionQuery,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.suppressions.remove(phone, { reason, source, actor: actorOf(request) }, whereOf(where));
  }
}
