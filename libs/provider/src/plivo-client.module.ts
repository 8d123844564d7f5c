import { type DynamicModule, Module } from '@nestjs/common';

import { PlivoClient } from './plivo-client';
import { PLIVO_OPTIONS, type PlivoOptions, PlivoTransport } from './plivo-transport';
import { PlivoBrands } from './resources/plivo-brands';
import { PlivoMedia } from './resources/plivo-media';
import { PlivoNumberLinks } from './resources/plivo-number-links';
import { PlivoPools } from './resources/plivo-pools';
import { PlivoPowerpacks } from './resources/plivo-powerpacks';
import { PlivoProfiles } from './resources/plivo-profiles';
import { PlivoTendlcCampaigns } from './resources/plivo-tendlc-campaigns';
import { PlivoTollfreeVerifications } from './resources/plivo-tollfree-verifications';

const CLIENTS = [
  PlivoClient,
  PlivoProfiles,
  PlivoBrands,
  PlivoTendlcCampaigns,
  PlivoNumberLinks,
  PlivoTollfreeVerifications,
  PlivoMedia,
  PlivoPowerpacks,
  PlivoPools,
];

/** Every resource of the provider over one pool of connections. Another `forRoot` is another pool: give sends their own. */
@Module({})
export class PlivoClientModule {
  static forRoot(options: PlivoOptions): DynamicModule {
    return {
      module: PlivoClientModule,
      providers: [{ provide: PLIVO_OPTIONS, useValue: options }, PlivoTransport, ...CLIENTS],
      exports: CLIENTS,
    };
  }
}
