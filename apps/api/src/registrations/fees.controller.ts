import { RegistrationFees } from '@herald/senders';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope';
import { feeBody, FeeDto, FeesDto, PutFeeDto } from './fees.dto';

@ApiTags('Registrations')
@Controller('v1/registration-fees')
@RequireScope('read')
export class RegistrationFeesController {
  constructor(private readonly fees: RegistrationFees) {}

  @Get()
  @ApiOperation({
    summary: 'List what registering costs',
    description: 'In US dollars; what is not known has no amount.',
  })
  @ApiOkResponse({ type: FeesDto })
  async list() {
    return { objects: (await this.fees.list()).map(feeBody) };
  }

  @Put(':item')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Correct a fee',
    description: 'brand, secondary_vetting, campaign, campaign_update, campaign_month.',
  })
  @ApiOkResponse({ type: FeeDto })
  @ApiUnprocessableEntityResponse({ description: '`fee_invalid`' })
  async put(@Param('item') item: string, @Body() { amount, source }: PutFeeDto) {
    return feeBody(await this.fees.put(item, amount, source));
  }
}
