import { ConsentModule } from '@herald/consent';
import { LanesModule } from '@herald/lanes';
import { type DynamicModule, Module } from '@nestjs/common';
import { SenderCheckModule } from './check/sender-check.module';
import { SenderDirectory } from './directory/sender-directory';
import { SendersRepository } from './directory/senders.repository';
import { PowerpackDesk } from './powerpack/powerpack-desk';
import { POWERPACK_SYNC_MS, PowerpackSync } from './powerpack/powerpack-sync';
import { PowerpacksRepository } from './powerpack/powerpacks.repository';
import { SyncTurns } from './sync-turns';
import { HoldingsRepository } from './throughput/holdings.repository';
import { ThroughputService } from './throughput/throughput.service';
import { TollfreeAnswers } from './tollfree/tollfree-answers';
import { TOLLFREE_CALLBACK_URL, TollfreeDesk } from './tollfree/tollfree-desk';
import { DEFAULT_LOOKS, TOLLFREE_LOOKS, type TollfreeLooks } from './tollfree/tollfree-looks';
import { TollfreeLookups } from './tollfree/tollfree-lookups';
import { TollfreeRepository } from './tollfree/tollfree.repository';
import { TollfreeWebhooks } from './tollfree/tollfree-webhooks';
import { WebhookInbox } from './webhook-inbox';

export interface NumbersOptions {
  /** `PlivoClientModule.forRoot(…)`: one pool of connections for all who ask the provider in this process. */
  readonly client: DynamicModule;
  /** Under which the provider reaches ingress. */
  readonly publicUrl: string;
  readonly looks?: Partial<TollfreeLooks>;
  /** How often pools are compared with the provider's. */
  readonly powerpackSyncMs?: number;
}

const DEFAULT_POWERPACK_SYNC_MS = 5 * 60_000;
const SERVICES = [
  SenderDirectory,
  PowerpackDesk,
  PowerpackSync,
  ThroughputService,
  TollfreeDesk,
  TollfreeLookups,
  TollfreeWebhooks,
];

/** Numbers, Powerpacks, toll-free verification and what they may send. Needs DatabaseModule, ObservabilityModule. Starts no loop. */
@Module({})
export class NumbersModule {
  static forRoot({ client, publicUrl, looks, powerpackSyncMs }: NumbersOptions): DynamicModule {
    return {
      module: NumbersModule,
      imports: [client, ConsentModule, LanesModule, SenderCheckModule],
      providers: [
        ...SERVICES,
        HoldingsRepository,
        PowerpacksRepository,
        SendersRepository,
        SyncTurns,
        WebhookInbox,
        TollfreeAnswers,
        TollfreeRepository,
        { provide: TOLLFREE_CALLBACK_URL, useValue: `${publicUrl}/callbacks/plivo/tollfree` },
        { provide: TOLLFREE_LOOKS, useValue: { ...DEFAULT_LOOKS, ...looks } },
        { provide: POWERPACK_SYNC_MS, useValue: powerpackSyncMs ?? DEFAULT_POWERPACK_SYNC_MS },
      ],
      exports: [...SERVICES, SenderCheckModule],
    };
  }
}
