import { type Price, PriceService } from '@herald/campaigns';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { PriceDto, PriceListDto, PriceQuery, PutPriceDto } from './prices.dto';

@ApiTags('Prices')
@Controller('v1/prices')
@RequireScope('read')
export class PricesController {
  constructor(private readonly prices: PriceService) {}

  @Get()
  @ApiOperation({
    summary: 'List prices',
    description: 'What a unit of each channel to each country costs, for forecasts.',
  })
  @ApiOkResponse({ type: PriceListDto })
  async list() {
    return { objects: (await this.prices.list()).map(priceBody) };
  }

  @Put(':country')
  @RequireScope('write')
  @ApiOperation({ summary: 'Set the price of a country' })
  @ApiOkResponse({ type: PriceDto })
  @ApiUnprocessableEntityResponse({
    description: '`country_invalid`, `amount_invalid`, `currency_invalid`, `source_invalid`',
  })
  async put(@Param('country') country: string, @Body() body: PutPriceDto) {
    const { channel = 'sms', amount, currency = 'USD', source = 'set by an operator' } = body;
    return priceBody(await this.prices.put({ country, channel, amount, currency, source }));
  }

  @Delete(':country')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Forget the price of a country' })
  @ApiNoContentResponse({ description: 'There is none any more.' })
  @ApiNotFoundResponse({ description: '`price_not_found`' })
  async delete(@Param('country') country: string, @Query() { channel }: PriceQuery): Promise<void> {
    await this.prices.remove(country, channel);
  }
}

function priceBody(price: Price) {
  return { ...price, updated_at: price.updated_at.toISOString() };
}
