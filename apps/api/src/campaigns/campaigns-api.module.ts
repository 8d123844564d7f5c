import { CampaignsModule, type CampaignsOptions } from '@herald/campaigns';
import { BacklogModule, BacklogWatch } from '@herald/delivery';
import { ReportingModule } from '@herald/reporting';
import { type DynamicModule, Module } from '@nestjs/common';
import { BlastForms } from './blast-form';
import { BlastsController } from './blasts.controller';
import { BacklogController } from './backlog.controller';
import { CampaignsController } from './campaigns.controller';
import { PricesController } from './prices.controller';

@Module({})
export class CampaignsApiModule {
  static forRoot(options: CampaignsOptions): DynamicModule {
    return {
      module: CampaignsApiModule,
      imports: [CampaignsModule.forRoot(options), BacklogModule, ReportingModule],
      controllers: [CampaignsController, BlastsController, PricesController, BacklogController],
      providers: [BlastForms, BacklogWatch],
    };
  }
}
