import { ConsentHistory, SuppressionService } from '@herald/consent';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { actorOf } from './actor';
import { AddConsentDto, ConsentHistoryDto, eventBody, HistoryQuery } from './consent.dto';

@ApiTags('Consent')
@Controller('v1/consent')
@RequireScope('read')
export class ConsentHistoryController {
  constructor(
    private readonly history: ConsentHistory,
    private readonly suppressions: SuppressionService,
  ) {}

  @Get(':phone')
  @ApiOperation({
    summary: 'All that was ever said and done about a number',
    description:
      'Newest first: what its owner wrote, to which of our numbers, and every change, by whom and why. Append-only.',
  })
  @ApiOkResponse({ type: ConsentHistoryDto })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`' })
  async get(@Param('phone') phone: string, @Query() { limit, cursor }: HistoryQuery) {
    const [{ objects, nextCursor }, suppressed] = await Promise.all([
      this.history.of(phone, limit, cursor),
      this.suppressions.isSuppressed(phone),
    ]);
    return { phone: phone.replace(/^\+/, ''), suppressed, objects: objects.map(eventBody), next_cursor: nextCursor };
  }

  @Post()
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Keep evidence of a consent',
    description:
      'As a form, a till or a call recorded it. It lifts no suppression: that takes a START, or an operator.',
  })
  @ApiNoContentResponse({ description: 'It is kept.' })
  @ApiUnprocessableEntityResponse({ description: '`phone_invalid`, `consent_in_future`' })
  async add(@Body() { at, ...evidence }: AddConsentDto, @Req() request: FastifyRequest): Promise<void> {
    await this.history.add({ ...evidence, at: new Date(at) }, actorOf(request));
  }
}
