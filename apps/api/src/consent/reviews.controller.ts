import { Reviews } from '@herald/consent';
import { ReplyReviews } from '@herald/inbound';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { actorOf } from './actor';
import { DecideReviewDto, reviewBody, ReviewDto, ReviewPageDto, ReviewQuery } from './consent.dto';

@ApiTags('Consent')
@Controller('v1/consent/reviews')
@RequireScope('read')
export class ReviewsController {
  constructor(
    private readonly reviews: Reviews,
    private readonly replies: ReplyReviews,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Replies that a person has to read',
    description: 'They may ask for no more messages, or ask for them again against an operator’s word. Oldest first.',
  })
  @ApiOkResponse({ type: ReviewPageDto })
  async page(@Query() { limit, cursor, state }: ReviewQuery) {
    const { objects, nextCursor } = await this.reviews.list(limit, state, cursor === undefined ? 0 : Number(cursor));
    return { objects: objects.map(reviewBody), next_cursor: nextCursor === null ? null : String(nextCursor) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read one' })
  @ApiOkResponse({ type: ReviewDto })
  @ApiNotFoundResponse({ description: '`review_not_found`' })
  async get(@Param('id', IdPipe) id: number) {
    return reviewBody(await this.reviews.get(id));
  }

  @Post(':id/decide')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Decide what a reply asked for',
    description:
      '`opted_out` suppresses as a keyword does, `opted_in` lifts whatever stands against it, `dismissed` lets go what was held meanwhile. The reply then means that, and counts so with its campaign.',
  })
  @ApiOkResponse({ type: ReviewDto })
  @ApiNotFoundResponse({ description: '`review_not_found`' })
  @ApiConflictResponse({ description: '`review_state`' })
  async decide(
    @Param('id', IdPipe) id: number,
    @Body() { decision, note }: DecideReviewDto,
    @Req() request: FastifyRequest,
  ) {
    const by = { actor: actorOf(request), ...(note === undefined ? {} : { note }) };
    return reviewBody(await this.replies.decide(id, decision, by));
  }
}
