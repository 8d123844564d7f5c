import { type ApiKey, ApiKeys } from '@herald/access';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { IdPipe } from '../http/id.pipe';
import { CreatedKeyDto, CreateKeyDto, KeyPageDto, KeyPageQuery } from './keys.dto';
import { RequireScope } from './require-scope';
import { ToldOnce } from './told-once';

@ApiTags('API keys')
@Controller('v1/keys')
@RequireScope('admin')
export class KeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Post()
  @ToldOnce('secret')
  @ApiOperation({
    summary: 'Create an API key',
    description:
      'The answer holds the secret, this once: a repeat with the same Idempotency-Key gets the same key with `secret: null`.',
  })
  @ApiCreatedResponse({ type: CreatedKeyDto })
  async create(@Body() body: CreateKeyDto): Promise<object> {
    const { key, secret } = await this.keys.create(body.name, body.scope);
    return { ...key, secret };
  }

  @Get()
  @ApiOperation({ summary: 'List API keys', description: 'In the order they were made, revoked ones included.' })
  @ApiOkResponse({ type: KeyPageDto })
  async page(@Query() { limit, cursor }: KeyPageQuery): Promise<{ objects: ApiKey[]; next_cursor: string | null }> {
    const objects = await this.keys.page(limit, Number(cursor ?? 0));
    const last = objects.length === limit ? objects.at(-1) : undefined;
    return { objects, next_cursor: last === undefined ? null : String(last.id) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Revoke an API key',
    description: 'Refused everywhere within five seconds. Revoking it again changes nothing.',
  })
  @ApiNoContentResponse({ description: 'The key is revoked.' })
  @ApiNotFoundResponse({ description: '`key_not_found`' })
  @ApiConflictResponse({ description: '`last_admin_key`: without one, nobody could make keys any more' })
  async revoke(@Param('id', IdPipe) id: number): Promise<void> {
    await this.keys.revoke(id);
  }
}
