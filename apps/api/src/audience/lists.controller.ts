import { type List, ListService } from '@herald/audience';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { IdPipe } from '../http/id.pipe';
import { CreateListDto, ListDto, ListPageDto, PageQuery } from './lists.dto';
import { pageBody, pageOf } from './page';

@ApiTags('Lists')
@Controller('v1/lists')
@RequireScope('read')
export class ListsController {
  constructor(private readonly lists: ListService) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({ summary: 'Create a list', description: 'A named set of contacts; CSVs are imported into it.' })
  @ApiCreatedResponse({ type: ListDto })
  @ApiUnprocessableEntityResponse({ description: '`unknown_country`' })
  create(@Body() body: CreateListDto): Promise<List> {
    return this.lists.create(body.name, body.default_country ?? null);
  }

  @Get()
  @ApiOperation({ summary: 'List the lists', description: 'Newest first. Pass `next_cursor` back for the next page.' })
  @ApiOkResponse({ type: ListPageDto })
  async page(@Query() query: PageQuery) {
    return pageBody(await this.lists.page(pageOf(query)), query.limit);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a list' })
  @ApiOkResponse({ type: ListDto })
  @ApiNotFoundResponse({ description: '`list_not_found`' })
  get(@Param('id', IdPipe) id: number): Promise<List> {
    return this.lists.get(id);
  }
}
