import { Injectable } from '@nestjs/common';
import { BrandWork } from './brand-work';
import { CampaignWork } from './campaign-work';
import { LinkWork } from './link-work';
import { ProfileWork } from './profile-work';
import type { StepWork } from './step-work';

/** All kinds of steps, in the order in which they build on each other: one tick may take several. */
@Injectable()
export class TendlcWorks {
  readonly all: readonly StepWork[];

  constructor(profiles: ProfileWork, brands: BrandWork, campaigns: CampaignWork, links: LinkWork) {
    this.all = [profiles, brands, campaigns, links];
  }
}
