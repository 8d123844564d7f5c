import { ConsentModule } from '@herald/consent';
import { PlivoClientModule } from '@herald/provider';
import { type DynamicModule, Module } from '@nestjs/common';
import { BrandWork } from './brand-work';
import { CampaignWork } from './campaign-work';
import { ImportedBrands } from './imported-brands';
import { LinkLists } from './link-lists';
import { LinkScopes } from './link-scopes';
import { LinkWork } from './link-work';
import { ProfileWork } from './profile-work';
import { SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import { StepClaims } from './step-claims';
import { StepMoves } from './step-moves';
import { SubmitService } from './submit.service';
import { SyncService } from './sync.service';
import { TendlcEvents } from './tendlc-events';
import { TendlcWorks } from './tendlc-works';
import { WebhookInbox } from '../webhook-inbox';
import { WebhookService } from './webhook.service';

type ProviderOptions = Parameters<typeof PlivoClientModule.forRoot>[0];

/** The half that talks to the provider. Needs DatabaseModule, ObservabilityModule and the clock. Starts no loop: whoever runs the ticks does. */
@Module({})
export class TendlcWorkModule {
  static forRoot(options: SendersOptions, provider: ProviderOptions): DynamicModule {
    return {
      module: TendlcWorkModule,
      imports: [PlivoClientModule.forRoot(provider), ConsentModule],
      providers: [
        { provide: SENDERS_OPTIONS, useValue: options },
        BrandWork,
        CampaignWork,
        ImportedBrands,
        LinkLists,
        LinkScopes,
        LinkWork,
        ProfileWork,
        StepClaims,
        StepMoves,
        SubmitService,
        SyncService,
        TendlcEvents,
        TendlcWorks,
        WebhookInbox,
        WebhookService,
      ],
      exports: [SubmitService, SyncService, WebhookService],
    };
  }
}
