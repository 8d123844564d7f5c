import { CampaignsModule, type CampaignsOptions } from '@herald/campaigns';
import { type DynamicModule, Module } from '@nestjs/common';
import { CampaignLoops } from './campaign-loops';
import { PlanProcessor } from './plan.processor';

@Module({})
export class CampaignsWorkerModule {
  static forRoot(options: CampaignsOptions): DynamicModule {
    return {
      module: CampaignsWorkerModule,
      imports: [CampaignsModule.forRoot(options)],
      providers: [CampaignLoops, PlanProcessor],
    };
  }
}
