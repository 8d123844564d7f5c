import { CampaignsModule, type CampaignsOptions } from '@herald/campaigns';
import { type DynamicModule, Module } from '@nestjs/common';
import { BlastForms } from './blast-form';
import { BlastsController } from './blasts.controller';
import { CampaignsController } from './campaigns.controller';

@Module({})
export class CampaignsApiModule {
  static forRoot(options: CampaignsOptions): DynamicModule {
    return {
      module: CampaignsApiModule,
      imports: [CampaignsModule.forRoot(options)],
      controllers: [CampaignsController, BlastsController],
      providers: [BlastForms],
    };
  }
}
